namespace AISafety.Statistics.Tests.Kernels;

public sealed class PlacementsTests
{
    [Test]
    public void Find_equals_counting_whatever_the_ties()
    {
        Random random = new(31);
        foreach (int count in (int[])[0, 1, 7, 100, 255, 256, 257, 1000, 3000])
        {
            foreach (int distinct in (int[])[1, 3, 50, 100_000])
            {
                foreach (double share in (double[])[0, 0.02, 0.5, 0.9, 1])
                {
                    double[] all = [.. Enumerable.Range(0, count).Select(_ => (double)random.Next(distinct))];
                    double[] a = [.. all.Where(_ => random.NextDouble() < share).Order()];
                    double[] b = [.. Enumerable.Range(0, count - a.Length).Select(_ => (double)random.Next(distinct) + (share == 0.9 ? distinct / 2 : 0)).Order()];
                    AssertPlacements(a, b);
                    AssertPlacements([.. a.Select(value => (float)value)], [.. b.Select(value => (float)value)]);
                }
            }
        }
    }

    [Test]
    public void Find_of_extreme_values_equals_counting() =>
        AssertPlacements([double.NegativeInfinity, -0.0, 0.0, double.Epsilon, double.PositiveInfinity], [double.NegativeInfinity, 0.0, 0.0, double.PositiveInfinity]);

    [Test]
    public void Sum_of_the_greatest_placements_does_not_overflow()
    {
        uint[] values = [.. Enumerable.Repeat(uint.MaxValue, 5)];

        (ulong sum, UInt128 squares) = Placements.Sum(values, uint.MaxValue);

        Assert.That(sum, Is.EqualTo(5ul * uint.MaxValue));
        Assert.That(squares, Is.EqualTo((UInt128)uint.MaxValue * uint.MaxValue * 5));
    }

    private static void AssertPlacements<T>(T[] a, T[] b)
        where T : struct, System.Numerics.IFloatingPointIeee754<T>
    {
        uint[] amongB = new uint[a.Length];
        uint[] amongA = new uint[b.Length];

        Placements.Find<T>(a, b, amongB, amongA);

        Assert.That(amongB, Is.EqualTo(Counted(a, b)));
        Assert.That(amongA, Is.EqualTo(Counted(b, a)));
    }

    // By binary search: below, and below or equal.
    private static uint[] Counted<T>(T[] values, T[] others)
        where T : struct, System.Numerics.IFloatingPointIeee754<T> =>
        [.. values.Select(value => (uint)(FirstThat(others, other => other >= value) + FirstThat(others, other => other > value)))];

    private static int FirstThat<T>(T[] ascending, Func<T, bool> holds)
    {
        int low = 0;
        int high = ascending.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = holds(ascending[middle]) ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
