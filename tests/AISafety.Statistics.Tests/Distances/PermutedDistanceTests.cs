namespace AISafety.Statistics.Tests.Distances;

public class PermutedDistanceTests
{
    private static readonly double[] _rareCells = [.. Enumerable.Repeat(0.0005, 20), 0.99];

    // 600 pairs of samples: more than 47 at 0.05 have a probability of 0.001, more than 5 at 0.001 one of 0.0004, and one at 0.00001 of 0.006.
    [TestCase("normal")]
    [TestCase("log-normal")]
    [TestCase("Pareto 1.5")]
    [TestCase("one in a thousand")]
    public void OfWasserstein_nothingChanged_meetsItsLevel(string kind)
    {
        AssertLevel(seed =>
        {
            Random random = new((7_919 * seed) + 11);
            SortedSample<float> reference = SortedSample<float>.Of(Values(random, kind, 200));
            return PermutedDistance.OfWasserstein(reference, Values(random, kind, 100), 9_999, seed);
        });
    }

    [Test]
    public void OfBins_nothingChanged_meetsItsLevel(
        [Values(BinnedDistance.PopulationStability, BinnedDistance.KullbackLeibler, BinnedDistance.Hellinger)] BinnedDistance distance, [Values] bool rare)
    {
        double[] shares = rare ? _rareCells : [0.1, 0.2, 0.3, 0.4];
        AssertLevel(seed =>
        {
            Random random = new((7_919 * seed) + 13);
            return PermutedDistance.OfBins(distance, Counts(random, shares, 1_000), Counts(random, shares, 500), 9_999, seed);
        });
    }

    [Test]
    public void PValue_ofAllDeals_isTheirShare()
    {
        // Of six deals of { 0, 1 } and { 5, 6 }, two are as far apart as these.
        double area = PermutedDistance.OfWasserstein(SortedSample<float>.Of([0f, 1f]), [5f, 6f], 20_000, 1);
        Assert.That(area, Is.EqualTo(1 / 3.0).Within(0.25));

        // With 3 of 3 values in one bin each: 2 deals of 20.
        double[] found = [.. Enumerable.Range(0, 200).Select(static seed => PermutedDistance.OfBins(BinnedDistance.TotalVariation, [3, 0], [0, 3], 1_000, seed))];
        Assert.That(found.Average(), Is.EqualTo(0.1).Within(0.01));
    }

    [TestCase(0.7, 1e-6)]
    [TestCase(2.0, 1e-12)]
    public void PValue_clearChange_isBelowWhatDealsResolve(double shift, double most)
    {
        Random random = new(5);
        SortedSample<float> reference = SortedSample<float>.Of(Values(random, "normal", 1_000));
        float[] moved = Array.ConvertAll(Values(random, "normal", 500), value => value + (float)shift);
        Assert.That(PermutedDistance.OfWasserstein(reference, moved, 999), Is.GreaterThan(0).And.LessThan(most));
        Assert.That(PermutedDistance.OfBins(BinnedDistance.Hellinger, [250, 250, 250, 250], [10, 40, 150, 300], 999), Is.GreaterThan(0).And.LessThan(1e-5));
    }

    [Test]
    public void PValue_sameSeed_isTheSameAndEqualSamplesHaveOne()
    {
        float[] current = [3, 1, float.NaN, 2];
        SortedSample<float> reference = SortedSample<float>.Of([1f, 2f, 3f]);
        Assert.That(PermutedDistance.OfWasserstein(reference, current), Is.EqualTo(1));
        Assert.That(PermutedDistance.OfBins(BinnedDistance.JensenShannon, [5, 6], [5, 6]), Is.EqualTo(1));
        double Twice() => PermutedDistance.OfBins(BinnedDistance.JensenShannon, [50, 60], [40, 80], 1_000, 3);
        Assert.That(Twice(), Is.EqualTo(Twice()));
    }

    [Test]
    public void Arguments_bad_areRefused()
    {
        SortedSample<float> reference = SortedSample<float>.Of([1f, 2f, 3f]);
        Assert.Throws<ArgumentException>(() => PermutedDistance.OfWasserstein(reference, [float.PositiveInfinity]));
        Assert.Throws<ArgumentException>(() => PermutedDistance.OfWasserstein(reference, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => PermutedDistance.OfWasserstein(reference, [1f], 99));
        Assert.Throws<ArgumentException>(() => PermutedDistance.OfBins(BinnedDistance.Hellinger, [1], [1]));
        Assert.Throws<ArgumentException>(() => PermutedDistance.OfBins(BinnedDistance.Hellinger, [1, 2], [1, 2, 3]));
        Assert.Throws<ArgumentException>(() => PermutedDistance.OfBins(BinnedDistance.Hellinger, [1, -2], [1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => PermutedDistance.OfBins((BinnedDistance)9, [1, 2], [1, 2]));
    }

    private static void AssertLevel(Func<int, double> pValue)
    {
        double[] p = [.. Enumerable.Range(0, 600).AsParallel().Select(pValue)];
        TestContext.Out.WriteLine($"{p.Count(static one => one <= 0.05)}, {p.Count(static one => one <= 0.001)}, {p.Min()}");
        Assert.That(p.Count(static one => one <= 0.05), Is.LessThanOrEqualTo(47));
        Assert.That(p.Count(static one => one <= 0.001), Is.LessThanOrEqualTo(5));
        Assert.That(p.Min(), Is.GreaterThan(1e-5));
    }

    private static float[] Values(Random random, string kind, int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(kind switch
    {
        "normal" => Normal(random),
        "log-normal" => Math.Exp(2 * Normal(random)),
        "Pareto 1.5" => Math.Pow(1 - random.NextDouble(), -1 / 1.5),
        _ => random.NextDouble() < 0.001 ? 1 : 0,
    }))];

    private static long[] Counts(Random random, double[] shares, int count)
    {
        long[] counts = new long[shares.Length];
        for (int i = 0; i < count; i++)
        {
            double u = random.NextDouble();
            int cell = 0;
            while (cell < shares.Length - 1 && u >= shares[cell])
            {
                u -= shares[cell++];
            }

            counts[cell]++;
        }

        return counts;
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
