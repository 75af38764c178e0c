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
            int[] codes = [.. Enumerable.Range(0, length + 7).Select(_ => random.Next(20) switch
            {
                0 => -1,
                1 => int.MinValue,
                2 => int.MaxValue,
                3 => 256,
                4 => 65_535,
                _ => random.Next(categories + 2),
            })];
            byte[] bytes = [.. codes.Select(code => (byte)code)];
            int offset = length % 8;

            long[] actual = [.. Enumerable.Repeat(-7L, categories)];
            Assert.That(CategoryCounts.Compute(codes.AsSpan(offset, length), actual), Is.EqualTo(length - Known(codes, offset, length, actual)));
            Assert.That(CategoryCounts.Compute(bytes.AsSpan(offset, length), actual),
                Is.EqualTo(length - Known([.. bytes.Select(code => (int)code)], offset, length, actual)));
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

        Assert.That(actual, Is.EqualTo(expected));
        return known;
    }
}
