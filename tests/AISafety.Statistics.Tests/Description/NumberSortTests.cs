namespace AISafety.Statistics.Tests;

public sealed class NumberSortTests
{
    [TestCaseSource(typeof(KernelInputs), nameof(KernelInputs.Kinds))]
    public void Ascending_every_length_and_offset_equals_the_library(string kind)
    {
        foreach (int length in (int[])[.. Enumerable.Range(0, 258), 1000, 4097, 20_000])
        {
            double[] values = KernelInputs.Draw(kind, length + KernelInputs.Offsets, length);
            foreach (int offset in KernelInputs.OffsetsAt(length))
            {
                AssertSorts([.. values], offset, length);
                AssertSorts([.. values.Select(value => (float)value)], offset, length);
            }
        }
    }

    [TestCaseSource(typeof(SortOrders), nameof(SortOrders.Names))]
    public void Ascending_in_any_order_equals_the_library(string order)
    {
        // All lengths around those at which the networks change, and some that take several partitions.
        foreach (int length in (int[])[.. Enumerable.Range(0, 290), .. Enumerable.Range(500, 40), 1023, 1024, 5000, 33_333, 100_000])
        {
            double[] values = SortOrders.Draw(order, length, length);
            AssertSorts([.. values], 0, length);
            AssertSorts([.. values.Select(value => (float)value)], 0, length);
        }
    }

    [Test]
    public void Ascending_leaves_what_is_beside_the_span()
    {
        for (int length = 0; length < 300; length++)
        {
            double[] values = SortOrders.Draw("reversed", length + 40, 1);
            double[] before = [.. values];

            NumberSort.Ascending(values.AsSpan(20, length));

            Assert.That(values[..20], Is.EqualTo(before[..20]));
            Assert.That(values[(length + 20)..], Is.EqualTo(before[(length + 20)..]));
        }
    }

    private static void AssertSorts<T>(T[] values, int offset, int length)
        where T : struct, System.Numerics.IFloatingPointIeee754<T>
    {
        T[] expected = [.. values];
        expected.AsSpan(offset, length).Sort();
        int negativeZeros = values.Count(value => T.IsNegative(value) && T.IsZero(value));

        NumberSort.Ascending(values.AsSpan(offset, length));

        Assert.That(values.AsSpan().SequenceEqual(expected), Is.True, $"length {length}");
        Assert.That(values.Count(value => T.IsNegative(value) && T.IsZero(value)), Is.EqualTo(negativeZeros));
    }
}
