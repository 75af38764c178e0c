namespace AISafety.Statistics.Tests;

/// <summary>How often a simulated threshold is passed when nothing has changed. 4,000 pairs at 5 % have a standard error of 0.0035, simulations add 0.002.</summary>
public sealed class SimulatedThresholdTests
{
    private const int Pairs = 4_000;

    private static readonly BinnedDistance[] Distances = Enum.GetValues<BinnedDistance>();

    [TestCase(100, 100, 10)]
    [TestCase(100, 30, 5)]
    [TestCase(1_000, 50, 10)]
    [TestCase(300, 3_000, 20)]
    public void Simulated_unchanged_samples_alarm_as_asked(int referenceCount, int currentCount, int bins)
    {
        // Equal shares, as quantile bins have: the threshold is the same for every reference.
        long[] shares = [.. Enumerable.Repeat((long)(referenceCount / bins), bins)];
        double[] limits = [.. Distances.Select(distance => BinnedThreshold.Simulated(distance, shares, currentCount, 0.05, 20_000, 1))];
        int[] alarms = new int[Distances.Length];
        Random random = new(7);
        double[] reference = new double[referenceCount];
        double[] current = new double[currentCount];
        for (int pair = 0; pair < Pairs; pair++)
        {
            Fill(random, reference);
            Fill(random, current);
            BinnedSample<double> binned = BinnedSample<double>.ByQuantiles(reference, bins);
            for (int i = 0; i < Distances.Length; i++)
            {
                alarms[i] += Distance(Distances[i], binned, current) > limits[i] ? 1 : 0;
            }
        }

        string rates = string.Join(", ", Distances.Zip(alarms, (distance, count) => $"{distance} {(double)count / Pairs}"));
        TestContext.Out.WriteLine(rates);
        Assert.That(alarms.Select(count => (double)count / Pairs), Has.All.InRange(0.035, 0.065), rates);
    }

    [Test]
    public void Simulated_large_samples_agree_with_chi_square()
    {
        long[] counts = [50_000, 100_000, 20_000, 80_000, 250_000];
        Assert.That(
            BinnedThreshold.Simulated(BinnedDistance.PopulationStability, counts, 200_000, 0.05, 20_000, 3),
            Is.EqualTo(BinnedThreshold.PopulationStability(5, 500_000, 200_000, 0.05)).Within(5).Percent);
        Assert.That(
            BinnedThreshold.Simulated(BinnedDistance.Hellinger, counts, 200_000, 0.01, 20_000, 3),
            Is.EqualTo(BinnedThreshold.Hellinger(5, 500_000, 200_000, 0.01)).Within(5).Percent);
    }

    [Test]
    public void Simulated_same_seed_gives_the_same_threshold()
    {
        double Threshold(int seed) => BinnedThreshold.Simulated(BinnedDistance.JensenShannon, [10, 20, 0, 5], 40, 0.1, 500, seed);
        Assert.That(Threshold(4), Is.EqualTo(Threshold(4)).And.Not.EqualTo(Threshold(5)));
    }

    [Test]
    public void Simulated_bad_argument_is_refused_by_name()
    {
        static Action With(long[]? counts = null, long current = 10, double alpha = 0.05, int simulations = 1000, BinnedDistance distance = default) =>
            () => BinnedThreshold.Simulated(distance, counts ?? [1, 2], current, alpha, simulations);
        Assert.That(With(counts: [5]), Throws.ArgumentException.With.Property("ParamName").EqualTo("referenceCounts"));
        Assert.That(With(counts: [5, -1]), Throws.ArgumentException.With.Property("ParamName").EqualTo("referenceCounts"));
        Assert.That(With(counts: [0, 0]), Throws.ArgumentException.With.Property("ParamName").EqualTo("referenceCounts"));
        Assert.That(With(current: 0), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("currentCount"));
        Assert.That(With(alpha: 0), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("alpha"));
        Assert.That(With(alpha: double.NaN), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("alpha"));
        Assert.That(With(alpha: 0.0005), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("alpha"));
        Assert.That(With(simulations: 99), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("simulations"));
        Assert.That(With(distance: (BinnedDistance)9), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("distance"));
    }

    [TestCase(20, 0.3)]
    [TestCase(5_000, 0.01)]
    [TestCase(1_000_000, 0.6)]
    public void Binomial_draws_have_its_mean_and_variance(long n, double p)
    {
        Random random = new(2);
        double[] draws = [.. Enumerable.Range(0, 20_000).Select(_ => (double)DirichletMultinomial.Binomial(random, n, p))];
        Moments moments = Moments.Of(draws);
        double variance = n * p * (1 - p);

        // Four standard errors: sqrt(variance / 20,000), and about sqrt(2 / 20,000) of the variance.
        Assert.That(moments.Mean, Is.EqualTo(n * p).Within(4 * Math.Sqrt(variance / 20_000)));
        Assert.That(moments.Variance, Is.EqualTo(variance).Within(4).Percent);
        Assert.That((moments.Min, moments.Max), Is.EqualTo((Math.Max(0, moments.Min), Math.Min(n, moments.Max))));
    }

    private static void Fill(Random random, double[] values)
    {
        foreach (ref double value in values.AsSpan())
        {
            value = random.NextDouble();
        }
    }

    private static double Distance(BinnedDistance distance, BinnedSample<double> reference, double[] current) => distance switch
    {
        BinnedDistance.PopulationStability => PopulationStabilityIndex.Of(reference, current),
        BinnedDistance.KullbackLeibler => KullbackLeibler.FromReference(reference, current, PopulationStabilityIndex.DefaultFloor),
        BinnedDistance.JensenShannon => JensenShannonDistance.Of(reference, current),
        BinnedDistance.Hellinger => HellingerDistance.Of(reference, current),
        _ => TotalVariation.Of(reference, current),
    };
}
