namespace AISafety.Statistics.Tests;

/// <summary>Finite numbers whose squares or powers are not, and choices that are none: a typed error or a documented result, never NaN without a word.</summary>
public sealed class ExtremeRangeTests
{
    private static readonly double[] _huge = [-1e200, 0, 1e200, 5e199];

    [Test]
    public void Compute_squares_that_overflow_are_refused_by_name()
    {
        Assert.That(() => WelchT.Compute<double>(_huge, [1, 2, 3]), Throws.ArgumentException.With.Property("ParamName").EqualTo("reference"));
        Assert.That(() => WelchT.Compute<double>([1, 2, 3], _huge), Throws.ArgumentException.With.Property("ParamName").EqualTo("current"));
        Assert.That(() => Levene.Compute<double>(_huge, [1, 2, 3]), Throws.ArgumentException.With.Property("ParamName").EqualTo("reference"));
        Assert.That(() => Levene.Compute<double>([1, 2, 3], _huge), Throws.ArgumentException.With.Property("ParamName").EqualTo("current"));
        Assert.That(() => KolmogorovSmirnovFit.ComputeNormal<double>(_huge), Throws.ArgumentException.With.Property("ParamName").EqualTo("values"));
    }

    [Test]
    public void MedianHeuristic_distances_that_overflow_are_infinite_and_no_bandwidth()
    {
        Assert.That(MedianHeuristic.Of<double>(_huge), Is.EqualTo(double.PositiveInfinity));
        Assert.That(
            () => MaximumMeanDiscrepancy.Compute<double>(_huge, [-2e200, 3e200]),
            Throws.ArgumentException.With.Property("ParamName").EqualTo("bandwidth").And.Message.Contains("far apart"));
    }

    [Test]
    public void DensityDifference_in_many_dimensions_is_zero_only_where_nothing_differs()
    {
        // Beyond double's range the estimate is +infinity or rounds to 0, and is never NaN.
        double[] x = KernelInputs.Draw("normal", 4 * 768, 1);
        Assert.That(DensityDifference.Compute<double>(x, x, 0.2, 768).SquaredDistance, Is.Zero);
        Assert.That(DensityDifference.Compute<double>(x, KernelInputs.Draw("normal", 4 * 768, 2), 0.2, 768).SquaredDistance, Is.EqualTo(double.PositiveInfinity));

        // With values and bandwidth scaled by c it scales by c^-d. The factor (pi sigma^2)^(-d/2) is out of range by itself here, its product with a small estimate is not.
        const double Scale = 1e-4;
        double[] rows = KernelInputs.Draw("normal", 6 * 100, 3);
        double[] moved = [.. rows.Select(value => value + 1e-5)];
        double ordinary = DensityDifference.Compute<double>(rows, moved, 8, 100).SquaredDistance;
        double scaled = DensityDifference.Compute<double>([.. rows.Select(value => value * Scale)], [.. moved.Select(value => value * Scale)], 8 * Scale, 100).SquaredDistance;
        Assert.That(Math.Log(scaled), Is.EqualTo(Math.Log(ordinary) - 100 * Math.Log(Scale)).Within(1e-6));
    }

    [Test]
    public void Compute_choice_that_is_none_is_refused_by_name()
    {
        Assert.That(() => Levene.Compute<double>([1, 2], [3, 4], (LeveneCenter)9), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("center"));
        Assert.That(() => KolmogorovSmirnov.Compute<double>([1, 2], [3, 4], (PValueMethod)9), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("method"));
        Assert.That(() => MannWhitney.Compute<double>([1, 2], [3, 4], (PValueMethod)9), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("method"));
        Assert.That(() => CramerVonMises.Compute<double>([1, 2], [3, 4], (CramerVonMisesMethod)9), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("method"));
    }

    [Test]
    public void KullbackLeibler_bad_weights_are_refused_by_their_own_name()
    {
        Assert.That(() => KullbackLeibler.Of<double>([1, -1], [1, 1]), Throws.ArgumentException.With.Property("ParamName").EqualTo("p"));
        Assert.That(() => KullbackLeibler.Of<double>([1, 1], [0, 0]), Throws.ArgumentException.With.Property("ParamName").EqualTo("q"));
        Assert.That(() => KullbackLeibler.Of<double>([1, 1], [1]), Throws.ArgumentException.With.Property("ParamName").EqualTo("q"));
    }

    [Test]
    public void StreamingDiscrepancy_infinity_is_refused_beside_a_missing_value_too()
    {
        FourierFeatures features = FourierFeatures.Fit<double>([0, 1, 2, 3], 1, 4, 2, 2);
        StreamingDiscrepancy streaming = new(features, 3);
        Assert.That(() => streaming.Update<double>([double.NaN, double.PositiveInfinity]), Throws.ArgumentException.With.Property("ParamName").EqualTo("row"));
        Assert.That((streaming.Count, streaming.MissingCount), Is.EqualTo((0, 0L)));
        Assert.That(() => new StreamingDiscrepancy(features, int.MaxValue), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("windowSize"));
    }

    [Test]
    public void StreamingKs_prepared_reference_gives_the_same()
    {
        double[] reference = KernelInputs.Draw("gaps", 100, 1);
        StreamingKs plain = new(reference, 20);
        StreamingKs prepared = new(SortedSample<double>.Of(reference), 20);
        foreach (double value in KernelInputs.Draw("ties", 60, 2))
        {
            plain.Update(value);
            prepared.Update(value);
            Assert.That(prepared.Statistic, Is.EqualTo(plain.Statistic));
        }
    }
}
