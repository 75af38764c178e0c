namespace AISafety.Statistics.Tests;

/// <summary>What all tests of two samples have in common: NaN, order, float, empty, infinities, equal samples.</summary>
public sealed class SampleRulesTests
{
    private static readonly (string Name, Func<double[], double[], (double Statistic, double PValue)> Test)[] Tests =
    [
        ("ks", (x, y) => Of(KolmogorovSmirnov.Compute<double>(x, y))),
        ("mw", (x, y) => Of(MannWhitney.Compute<double>(x, y))),
        ("cvm", (x, y) => Of(CramerVonMises.Compute<double>(x, y))),
        ("levene", (x, y) => Of(Levene.Compute<double>(x, y))),
        ("ad", (x, y) => (AndersonDarling.Compute<double>(x, y).Statistic, AndersonDarling.Compute<double>(x, y).PValue)),
        ("welch", (x, y) => (WelchT.Compute<double>(x, y).Statistic, WelchT.Compute<double>(x, y).PValue)),
        ("wasserstein", (x, y) => (Wasserstein.Of<double>(x, y), 1)),
        ("energy", (x, y) => (EnergyDistance.Of<double>(x, y), 1)),
    ];

    [Test]
    public void Compute_missing_values_anywhere_changes_nothing()
    {
        (double[] x, double[] y) = PeerSamples.Pair(20, 15, 50);
        double[] withMissing = [double.NaN, .. y[..7], double.NaN, double.NaN, .. y[7..], double.NaN];
        foreach ((string name, Func<double[], double[], (double Statistic, double PValue)> test) in Tests)
        {
            Assert.That(test(x, withMissing), Is.EqualTo(test(x, y)), name);
        }

        Assert.That(KolmogorovSmirnov.Compute<double>(x, withMissing), Has.Property("Missing").EqualTo(4).And.Property("CurrentCount").EqualTo(15));
    }

    [Test]
    public void Compute_another_order_of_the_sample_changes_nothing_to_speak_of()
    {
        (double[] x, double[] y) = PeerSamples.Pair(20, 15, 50);
        double[] reversed = [.. y.Reverse()];
        foreach ((string name, Func<double[], double[], (double Statistic, double PValue)> test) in Tests)
        {
            Assert.That(test(x, reversed).Statistic, Is.EqualTo(test(x, y).Statistic).Within(1e-10).Percent, name);
        }
    }

    [Test]
    public void Compute_empty_or_all_missing_sample_is_refused_by_name()
    {
        foreach ((string name, Func<double[], double[], (double Statistic, double PValue)> test) in Tests)
        {
            Assert.That(() => test([], [1, 2, 3]), Throws.ArgumentException.With.Property("ParamName").EqualTo("reference"), name);
            Assert.That(() => test([1, 2, 3], [double.NaN]), Throws.ArgumentException.With.Property("ParamName").EqualTo("current"), name);
        }
    }

    [Test]
    public void Compute_infinite_value_takes_part_in_ranks_and_is_refused_elsewhere()
    {
        double[] x = [1, 2, 3, double.PositiveInfinity];
        double[] y = [double.NegativeInfinity, 0, 1, 2, 5];
        foreach ((string name, Func<double[], double[], (double Statistic, double PValue)> test) in Tests)
        {
            if (name is "ks" or "mw" or "cvm" or "ad")
            {
                double[] finite = [1, 2, 3, 99];
                double[] finiteToo = [-99, 0, 1, 2, 5];
                Assert.That(test(x, y), Is.EqualTo(test(finite, finiteToo)), name);
            }
            else
            {
                Assert.That(() => test(x, y), Throws.ArgumentException, name);
            }
        }
    }

    [Test]
    public void Compute_a_sample_against_itself_finds_nothing()
    {
        double[] x = PeerSamples.Of(50, 5, 20);
        foreach ((string name, Func<double[], double[], (double Statistic, double PValue)> test) in Tests)
        {
            Assert.That(test(x, x).PValue, Is.GreaterThanOrEqualTo(0.25), name);
        }

        Assert.That(Wasserstein.Of<double>(x, x), Is.Zero);
        Assert.That(KolmogorovSmirnov.Compute<double>(x, x), Has.Property("Statistic").EqualTo(0).And.Property("PValue").EqualTo(1));
    }

    [Test]
    public void Compute_constant_samples_is_as_documented()
    {
        double[] x = [7, 7, 7];
        double[] y = [7, 7];
        Assert.That(MannWhitney.Compute<double>(x, y).PValue, Is.EqualTo(1));
        Assert.That(WelchT.Compute<double>(x, y).PValue, Is.EqualTo(1));
        Assert.That(WelchT.Compute<double>(x, [8, 8]), Has.Property("PValue").EqualTo(0).And.Property("Statistic").EqualTo(double.NegativeInfinity));
        Assert.That(Levene.Compute<double>(x, y).PValue, Is.EqualTo(1));
        Assert.That(() => AndersonDarling.Compute<double>(x, y), Throws.ArgumentException);
        Assert.That(KolmogorovSmirnov.Compute<double>(x, [8, 8]).Statistic, Is.EqualTo(1));
    }

    [Test]
    public void Compute_negative_zero_ties_with_zero()
    {
        Assert.That(KolmogorovSmirnov.Compute<double>([0.0, -0.0], [-0.0, 0.0, 0.0]).Statistic, Is.Zero);
        Assert.That(MannWhitney.Compute<double>([0.0, -0.0], [-0.0, 0.0, 0.0]).Statistic, Is.EqualTo(3));
    }

    [Test]
    public void Compute_floats_equals_their_doubles()
    {
        Random random = new(3);
        float[] x = [.. Enumerable.Range(0, 60).Select(_ => (float)Samples.Normal(random))];
        float[] y = [.. Enumerable.Range(0, 45).Select(_ => (float)Samples.Normal(random))];
        double[] wideX = [.. x.Select(value => (double)value)];
        double[] wideY = [.. y.Select(value => (double)value)];

        Assert.That(KolmogorovSmirnov.Compute<float>(x, y), Is.EqualTo(KolmogorovSmirnov.Compute<double>(wideX, wideY)));
        Assert.That(CramerVonMises.Compute<float>(x, y), Is.EqualTo(CramerVonMises.Compute<double>(wideX, wideY)));
        Assert.That(WelchT.Compute<float>(x, y), Is.EqualTo(WelchT.Compute<double>(wideX, wideY)));
        Assert.That(Wasserstein.Of<float>(x, y), Is.EqualTo(Wasserstein.Of<double>(wideX, wideY)));
    }

    [Test]
    public void Compute_against_a_prepared_reference_allocates_nothing()
    {
        double[] x = PeerSamples.Of(500, 1, 1000);
        double[] y = PeerSamples.Of(300, 2, 1000);
        SortedSample<double> prepared = SortedSample<double>.Of(x);
        (string Name, Func<double> Test)[] tests =
        [
            ("ks", () => KolmogorovSmirnov.Compute<double>(prepared, y).PValue),
            ("ks asymptotic", () => KolmogorovSmirnov.Compute<double>(prepared, y, PValueMethod.Asymptotic).PValue),
            ("mw", () => MannWhitney.Compute<double>(prepared, y).PValue),
            ("ad", () => AndersonDarling.Compute<double>(prepared, y).PValue),
            ("cvm", () => CramerVonMises.Compute<double>(prepared, y, CramerVonMisesMethod.Asymptotic).PValue),
            ("wasserstein", () => Wasserstein.Of<double>(prepared, y)),
            ("energy", () => EnergyDistance.Of<double>(prepared, y)),
        ];
        foreach ((string name, Func<double> test) in tests)
        {
            double sink = 0;
            for (int i = 0; i < 50; i++)
            {
                sink += test();
            }

            long before = GC.GetAllocatedBytesForCurrentThread();
            sink += test();
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.That(allocated, Is.Zero, name);
            Assert.That(sink, Is.GreaterThan(0));
        }
    }

    private static (double Statistic, double PValue) Of(TwoSampleResult result) => (result.Statistic, result.PValue);
}
