namespace AISafety.Statistics.Tests.Distances;

public class SimulatedNullTests
{
    [Test]
    public void OfBins_thresholdAndPValue_agreeWithTheThresholdOfBins()
    {
        long[] counts = [50, 30, 20, 10];
        SimulatedNull simulated = SimulatedNull.OfBins(BinnedDistance.TotalVariation, counts, 80, 2_000, 3);
        double threshold = BinnedThreshold.Simulated(BinnedDistance.TotalVariation, counts, 80, 0.05, 2_000, 3);
        Assert.That(simulated.Threshold(0.05), Is.EqualTo(threshold));
        Assert.That(simulated.PValue(threshold), Is.GreaterThan(0.05 - 1e-9));
        Assert.That(simulated.PValue(Math.BitIncrement(threshold)), Is.LessThanOrEqualTo(0.05));
        Assert.That(simulated.PValue(0), Is.EqualTo(1));
        Assert.That(simulated.PValue(double.NaN), Is.EqualTo(1));
        Assert.That(simulated.PValue(2), Is.LessThan(1e-4));
        Assert.That(simulated.CurrentCount, Is.EqualTo(80));
    }

    [Test]
    public void OfWasserstein_nothingChanged_isSeldomSignificant()
    {
        int found = Enumerable.Range(0, 300).Count(seed =>
        {
            Random random = new(7_919 * seed + 1);
            SortedSample<float> reference = SortedSample<float>.Of(Values(random, 200));
            SimulatedNull simulated = SimulatedNull.OfWasserstein(reference, 100, 199, seed);
            return simulated.PValue(Wasserstein.Of<float>(reference, Values(random, 100))) <= 0.05;
        });
        TestContext.Out.WriteLine(found);
        Assert.That(found, Is.InRange(2, 27));
    }

    [Test]
    public void OfRows_distanceThatIsNoNumberOrTooManyValues_isRefused()
    {
        Assert.Throws<ArgumentException>(() => SimulatedNull.OfRows(new float[10], 1, 5, static _ => double.NaN, 100));
        Assert.Throws<ArgumentOutOfRangeException>(() => SimulatedNull.OfRows(new float[70_000], 70_000, 70_000, static _ => 0, 100));
    }

    [Test]
    public void OfRows_arraysThatAreKept_areNotChanged()
    {
        HashSet<object> kept = new(ReferenceEqualityComparer.Instance);
        _ = SimulatedNull.OfRows([1, 2, 3, 4], 1, 3, rows => kept.Add(rows) ? 1 : 0, 100);
        Assert.That(kept, Has.Count.EqualTo(100));
    }

    [Test]
    public void Arguments_bad_areRefused()
    {
        SortedSample<float> reference = SortedSample<float>.Of([1f, 2f, 3f]);
        Assert.Throws<ArgumentOutOfRangeException>(() => SimulatedNull.OfWasserstein(reference, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => SimulatedNull.OfWasserstein(reference, 10, 99));
        Assert.Throws<ArgumentException>(() => SimulatedNull.OfBins(BinnedDistance.TotalVariation, [1], 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => SimulatedNull.OfWasserstein(reference, 10, 100).Threshold(0));
    }

    private static float[] Values(Random random, int count)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = (float)Math.Exp(random.NextDouble() * 2);
        }

        return values;
    }
}
