namespace AISafety.Statistics.Tests;

public sealed class BinnedDistanceTests
{
    private static readonly double[] P = [0.1, 0.4, 0.5];
    private static readonly double[] Q = [0.2, 0.2, 0.6];

    [Test]
    public void Of_a_small_example_equals_the_formula()
    {
        double psi = (0.2 - 0.1) * Math.Log(2) + (0.2 - 0.4) * Math.Log(0.5) + (0.6 - 0.5) * Math.Log(1.2);
        double kl = 0.1 * Math.Log(0.5) + 0.4 * Math.Log(2) + 0.5 * Math.Log(0.5 / 0.6);

        Assert.Multiple(() =>
        {
            Assert.That(PopulationStabilityIndex.Of<double>(P, Q), Is.EqualTo(psi).Within(1e-12).Percent);
            Assert.That(KullbackLeibler.Of<double>(P, Q), Is.EqualTo(kl).Within(1e-12).Percent);
            Assert.That(TotalVariation.Of<double>(P, Q), Is.EqualTo(0.2).Within(1e-12).Percent);

            // scipy.spatial.distance.jensenshannon(P, Q, 2) of SciPy 1.10.1; Hellinger by hand from square roots.
            Assert.That(JensenShannonDistance.Of<double>(P, Q), Is.EqualTo(0.20012560646542354).Within(1e-11).Percent);
            Assert.That(HellingerDistance.Of<double>(P, Q), Is.EqualTo(Math.Sqrt(1 - Math.Sqrt(0.02) - Math.Sqrt(0.08) - Math.Sqrt(0.3))).Within(1e-10).Percent);
        });
    }

    [Test]
    public void Of_counts_of_any_scale_and_type_is_the_same()
    {
        Assert.That(PopulationStabilityIndex.Of<int>([10, 40, 50], [2, 2, 6]), Is.EqualTo(PopulationStabilityIndex.Of<double>(P, Q)).Within(1e-12).Percent);
        Assert.That(JensenShannonDistance.Of<long>([10, 40, 50], [2, 2, 6]), Is.EqualTo(JensenShannonDistance.Of<double>(P, Q)).Within(1e-12).Percent);
        Assert.That(HellingerDistance.Of<float>([1, 4, 5], [2, 2, 6]), Is.EqualTo(HellingerDistance.Of<double>(P, Q)).Within(1e-12).Percent);
    }

    [Test]
    public void Of_equal_distributions_is_zero_and_of_disjoint_ones_the_most()
    {
        Assert.That(PopulationStabilityIndex.Of<int>([1, 2, 0], [2, 4, 0], 0), Is.Zero);
        Assert.That(KullbackLeibler.Of<int>([1, 2, 0], [2, 4, 0]), Is.Zero);
        Assert.That(JensenShannonDistance.Of<int>([1, 2, 0], [2, 4, 0]), Is.Zero);
        Assert.That(PopulationStabilityIndex.Of<int>([1, 0], [0, 1], 0), Is.EqualTo(double.PositiveInfinity));
        Assert.That(KullbackLeibler.Of<int>([1, 0], [0, 1]), Is.EqualTo(double.PositiveInfinity));
        Assert.That(JensenShannonDistance.Of<int>([1, 0], [0, 1]), Is.EqualTo(1));
        Assert.That(HellingerDistance.Of<int>([1, 0], [0, 1]), Is.EqualTo(1));
        Assert.That(TotalVariation.Of<int>([1, 0], [0, 1]), Is.EqualTo(1));
    }

    [Test]
    public void JensenShannonDistance_series_meets_the_logarithms()
    {
        for (double v = 0.0190; v < 0.0210; v += 0.00001)
        {
            double direct = Math.Sqrt(((1 + v) * Math.Log(1 + v) + (1 - v) * Math.Log(1 - v)) / (2 * Math.Log(2)));
            Assert.That(JensenShannonDistance.Of<double>([1 + v, 1 - v], [1, 1]), Is.GreaterThan(0));
            Assert.That(JensenShannonDistance.Of<double>([1 + v, 1 - v], [1 - v, 1 + v]), Is.EqualTo(direct).Within(1e-9).Percent);
        }
    }

    [Test]
    public void Of_bad_weights_is_refused()
    {
        Assert.That(() => TotalVariation.Of<double>([1], [1, 2]), Throws.ArgumentException.With.Property("ParamName").EqualTo("current"));
        Assert.That(() => TotalVariation.Of<double>([], []), Throws.ArgumentException);
        Assert.That(() => TotalVariation.Of<double>([0, 0], [1, 2]), Throws.ArgumentException.With.Property("ParamName").EqualTo("reference"));
        Assert.That(() => HellingerDistance.Of<int>([1, -1], [1, 2]), Throws.ArgumentException);
        Assert.That(() => HellingerDistance.Of<double>([1, double.NaN], [1, 2]), Throws.ArgumentException);
        Assert.That(() => HellingerDistance.Of<double>([1, double.PositiveInfinity], [1, 2]), Throws.ArgumentException);
        Assert.That(() => PopulationStabilityIndex.Of<double>([1], [1], double.NaN), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => KullbackLeibler.Of<double>([1], [1], -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void BinnedThreshold_samples_without_change_are_above_as_often_as_asked()
    {
        Random random = new(11);
        int psi = 0, js = 0, hellinger = 0, kl = 0;
        const int Rounds = 2_000;
        double[] reference = new double[10];
        double[] current = new double[10];
        double psiLimit = BinnedThreshold.PopulationStability(10, 2_000, 1_000, 0.05);
        double klLimit = BinnedThreshold.KullbackLeiblerDivergence(10, 2_000, 1_000, 0.05);
        double jsLimit = BinnedThreshold.JensenShannon(10, 2_000, 1_000, 0.05);
        double hellingerLimit = BinnedThreshold.Hellinger(10, 2_000, 1_000, 0.05);
        for (int round = 0; round < Rounds; round++)
        {
            Array.Clear(reference);
            Array.Clear(current);
            for (int i = 0; i < 2_000; i++)
            {
                reference[random.Next(10)]++;
            }

            for (int i = 0; i < 1_000; i++)
            {
                current[random.Next(10)]++;
            }

            psi += PopulationStabilityIndex.Of<double>(reference, current) > psiLimit ? 1 : 0;
            kl += KullbackLeibler.Of<double>(current, reference) > klLimit ? 1 : 0;
            js += JensenShannonDistance.Of<double>(reference, current) > jsLimit ? 1 : 0;
            hellinger += HellingerDistance.Of<double>(reference, current) > hellingerLimit ? 1 : 0;
        }

        // Four standard errors around 5 %: 0.0195.
        foreach (int count in (int[])[psi, kl, js, hellinger])
        {
            Assert.That((double)count / Rounds, Is.EqualTo(0.05).Within(0.0195));
        }
    }

    [Test]
    public void BinnedSample_ties_and_outliers_fall_where_documented()
    {
        BinnedSample<double> binned = BinnedSample<double>.ByQuantiles([1, 1, 1, 2, 3, 4, double.NaN], 4);
        BinnedSample<double> current = BinnedSample<double>.Of([double.NegativeInfinity, 1, 4, 4.5, double.NaN, 1.5], binned.Bins);

        // Quartiles 1, 1.5, 2.75: the first is the least value, so that its edge moves up to 2, behind that of the second.
        Assert.That(binned.Bins.Edges.ToArray(), Is.EqualTo([2, 2.75]));
        Assert.That(binned.Counts.ToArray(), Is.EqualTo([3, 1, 2]));
        Assert.That((binned.Count, binned.Missing), Is.EqualTo((6, 1)));
        Assert.That(current.Counts.ToArray(), Is.EqualTo([3, 0, 2]));
        Assert.That(BinnedSample<double>.ByQuantiles([5, 5], 3).Counts.ToArray(), Is.EqualTo([2]));
        Assert.That(() => BinnedSample<double>.ByQuantiles([double.NaN], 3), Throws.ArgumentException.With.Property("ParamName").EqualTo("reference"));
        Assert.That(() => BinnedSample<double>.ByQuantiles([], 3), Throws.ArgumentException.With.Property("ParamName").EqualTo("reference"));
        Assert.That(() => BinnedSample<double>.ByQuantiles([1], 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => BinnedSample<double>.Of([double.NaN], binned.Bins), Throws.ArgumentException.With.Property("ParamName").EqualTo("values"));
        Assert.That(() => PopulationStabilityIndex.Of(binned, [double.NaN]), Throws.ArgumentException.With.Property("ParamName").EqualTo("current"));
    }

    [Test]
    public void Of_a_prepared_reference_equals_the_counts_own()
    {
        double[] reference = KernelInputs.Draw("ties", 3000, 1);
        double[] current = KernelInputs.Draw("gaps", 2000, 2);
        BinnedSample<double> binned = BinnedSample<double>.ByQuantiles(reference, 8);
        long[] counts = new long[binned.Bins.BinCount];
        binned.Bins.Count(current, counts);

        Assert.That(binned.Counts.ToArray(), Has.All.GreaterThan(0));
        Assert.That(PopulationStabilityIndex.Of(binned, current, 0.001), Is.EqualTo(PopulationStabilityIndex.Of(binned.Counts, counts, 0.001)));
        Assert.That(KullbackLeibler.FromReference(binned, current, 0.001), Is.EqualTo(KullbackLeibler.Of(counts, binned.Counts, 0.001)));
        Assert.That(JensenShannonDistance.Of(binned, current), Is.EqualTo(JensenShannonDistance.Of(binned.Counts, counts)));
        Assert.That(HellingerDistance.Of(binned, current), Is.EqualTo(HellingerDistance.Of(binned.Counts, counts)));
        Assert.That(TotalVariation.Of(binned, current), Is.EqualTo(TotalVariation.Of(binned.Counts, counts)));
        Assert.That(ChiSquareTest.Compute(binned, current), Is.EqualTo(ChiSquareTest.Compute(binned.Counts, counts)));
        Assert.That(GTest.Compute(binned, current), Is.EqualTo(GTest.Compute(binned.Counts, counts)));
    }
}
