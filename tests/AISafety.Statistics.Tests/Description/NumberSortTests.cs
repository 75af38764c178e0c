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

    [TestCase(10_000)]
    public void Ascending_in_an_unfriendly_order_equals_the_library(int count)
    {
        double[][] orders =
        [
            [.. Enumerable.Range(0, count).Select(i => (double)Math.Min(i, count - i))],
            [.. Enumerable.Range(0, count).Select(i => (double)(i % 2))],
            [.. Enumerable.Range(0, count).Select(i => (double)(i % 64))],
            [.. Enumerable.Range(0, count).Select(i => (double)(i * 7919 % count))],
            [.. Enumerable.Range(0, count).Select(i => i < count / 2 ? -0.0 : 0.0)],
            [.. Enumerable.Range(0, count).Select(i => i % 9 == 0 ? double.NaN : i % 5 == 0 ? double.PositiveInfinity : -i)],
        ];
        foreach (double[] values in orders)
        {
            AssertSorts(values, 0, count);
            AssertSorts([.. values.Select(value => (float)value)], 0, count);
        }
    }

    private static void AssertSorts<T>(T[] values, int offset, int length)
        where T : struct, System.Numerics.IFloatingPointIeee754<T>
    {
        T[] expected = [.. values];
        expected.AsSpan(offset, length).Sort();
        int negativeZeros = values.Count(value => T.IsNegative(value) && T.IsZero(value));

        NumberSort.Ascending(values.AsSpan(offset, length));

        Assert.That(values.AsSpan().SequenceEqual(expected), Is.True);
        Assert.That(values.Count(value => T.IsNegative(value) && T.IsZero(value)), Is.EqualTo(negativeZeros));
    }
}
