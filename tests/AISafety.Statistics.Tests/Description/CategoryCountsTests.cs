namespace AISafety.Statistics.Tests;

public sealed class CategoryCountsTests
{
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(3)]
    [TestCase(40)]
    [TestCase(48)]
    [TestCase(49)]
    [TestCase(255)]
    [TestCase(256)]
    [TestCase(1000)]
    public void Compute_every_length_and_offset_equals_one_at_a_time(int categories)
    {
        Random random = new(categories);
        foreach (int length in (int[])[.. Enumerable.Range(0, 258), 8159, 8160, 8161, 20_001])
        {
            int[] codes = [.. Enumerable.Range(0, length + KernelInputs.Offsets).Select(_ => random.Next(20) switch
            {
                0 => -1,
                1 => int.MinValue,
                2 => int.MaxValue,
                3 => 256,
                4 => 65_535,
                _ => random.Next(categories + 2),
            })];
            AssertCounts(codes, length, categories);
        }
    }

    [TestCase(1)]
    [TestCase(40)]
    [TestCase(300)]
    public void Compute_constant_sorted_and_reversed_codes_equals_one_at_a_time(int categories)
    {
        for (int length = 0; length <= KernelInputs.Longest; length++)
        {
            int[] sorted = [.. Enumerable.Range(0, length + KernelInputs.Offsets).Select(i => i * categories / (length + KernelInputs.Offsets))];
            AssertCounts(sorted, length, categories);
            AssertCounts([.. Enumerable.Reverse(sorted)], length, categories);
            AssertCounts([.. Enumerable.Repeat(length % categories, length + KernelInputs.Offsets)], length, categories);
        }
    }

    [Test]
    public void Compute_one_code_only_does_not_overflow_a_lane()
    {
        long[] counts = new long[5];
        byte[] bytes = [.. Enumerable.Repeat((byte)4, 100_000)];

        Assert.That(CategoryCounts.Compute(bytes, counts), Is.Zero);
        Assert.That(counts, Is.EqualTo(new long[] { 0, 0, 0, 0, 100_000 }));
        Assert.That(CategoryCounts.Compute([.. bytes.Select(code => (int)code)], counts), Is.Zero);
        Assert.That(counts, Is.EqualTo(new long[] { 0, 0, 0, 0, 100_000 }));
    }

    private static void AssertCounts(int[] codes, int length, int categories)
    {
        byte[] bytes = [.. codes.Select(code => (byte)code)];
        int[] widened = [.. bytes.Select(code => (int)code)];
        foreach (int offset in KernelInputs.OffsetsAt(length))
        {
            long[] actual = new long[categories];
            actual.AsSpan().Fill(-7);
            Assert.That(CategoryCounts.Compute(codes.AsSpan(offset, length), actual), Is.EqualTo(length - Known(codes, offset, length, actual)));
            Assert.That(CategoryCounts.Compute(bytes.AsSpan(offset, length), actual), Is.EqualTo(length - Known(widened, offset, length, actual)));
        }
    }

    private static int Known(int[] codes, int offset, int length, long[] actual)
    {
        long[] expected = new long[actual.Length];
        int known = 0;
        foreach (int code in codes.AsSpan(offset, length))
        {
            if ((uint)code < (uint)expected.Length)
            {
                expected[code]++;
                known++;
            }
        }

        Assert.That(actual.AsSpan().SequenceEqual(expected), Is.True, (offset, length).ToString);
        return known;
    }
}
