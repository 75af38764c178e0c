namespace AISafety.Statistics.Tests.Smoothing;

public sealed class NormalDrawsTests
{
    [Test]
    public void Add_draws_are_normal()
    {
        float[] draws = Of(100_000, 2, 7);
        Array.Sort(draws);

        // Kolmogorov's distance to the distribution itself: 1.95 / sqrt(n) is exceeded with probability 0.001.
        double furthest = 0;
        for (int i = 0; i < draws.Length; i++)
        {
            double share = 1 - NormalTail.Of((draws[i] - 3.0) / 2);
            furthest = Math.Max(furthest, Math.Max(share - i / 100_000.0, (i + 1) / 100_000.0 - share));
        }

        Assert.That(furthest, Is.LessThan(1.95 / Math.Sqrt(100_000)));
    }

    [Test]
    public void Add_successive_seeds_and_places_are_unrelated()
    {
        // One number of each of 100,000 seeds in turn, and the next: sums of products within 4.5 standard deviations of 0.
        double[] first = [.. Enumerable.Range(0, 100_001).Select(static seed => Of(2, 1, (ulong)seed)[0] - 3.0)];
        double[] second = [.. Enumerable.Range(0, 100_001).Select(static seed => Of(2, 1, (ulong)seed)[1] - 3.0)];

        Assert.That(first.Zip(first.Skip(1), static (a, b) => a * b).Sum() / Math.Sqrt(100_000), Is.InRange(-4.5, 4.5));
        Assert.That(first.Zip(second, static (a, b) => a * b).Sum() / Math.Sqrt(100_000), Is.InRange(-4.5, 4.5));
        Assert.That(second.Zip(first.Skip(1), static (a, b) => a * b).Sum() / Math.Sqrt(100_000), Is.InRange(-4.5, 4.5));
    }

    [Test]
    public void Add_same_seed_gives_the_same_and_another_another()
    {
        Assert.That(Of(9, 1, 5), Is.EqualTo(Of(9, 1, 5)));
        Assert.That(Of(9, 1, 5), Is.Not.EqualTo(Of(9, 1, 6)));
        Assert.That(Of(9, 1, 5)[..4], Is.EqualTo(Of(4, 1, 5)), "a shorter row is a part of it");
        Assert.That(Of(3, 0, 5), Is.All.EqualTo(3));
    }

    [Test]
    public void Add_refuses_what_does_not_fit()
    {
        Assert.That(() => NormalDraws.Add(new float[2], -1, 0, new float[2]), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => NormalDraws.Add(new float[2], 1, 0, new float[3]), Throws.ArgumentException);
    }

    private static float[] Of(int count, double deviation, ulong seed)
    {
        float[] values = [.. Enumerable.Repeat(3f, count)];
        NormalDraws.Add(values, deviation, seed, values);
        return values;
    }
}
