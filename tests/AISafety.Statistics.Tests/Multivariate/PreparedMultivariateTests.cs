namespace AISafety.Statistics.Tests;

public sealed class PreparedMultivariateTests
{
    [TestCase(1, 0)]
    [TestCase(3, 0)]
    [TestCase(1, 60)]
    [TestCase(4, 60)]
    public void Compute_prepared_discrepancy_equals_the_unprepared(int dimension, int permutations)
    {
        double[] x = KernelInputs.Draw("normal", 40 * dimension, 1);
        double[] y = KernelInputs.Draw("offset", 25 * dimension, 2).Select(value => value - 1e6 + 0.3).ToArray();
        PreparedMeanDiscrepancy prepared = PreparedMeanDiscrepancy.Fit<double>(x, dimension, 1.1, permutations, permutations > 0 ? 25 : 0, 9);

        MeanDiscrepancyResult expected = MaximumMeanDiscrepancy.Compute<double>(x, y, dimension, 1.1, permutations, 9);
        MeanDiscrepancyResult actual = MaximumMeanDiscrepancy.Compute<double>(prepared, y);

        Assert.That(actual.Statistic, Is.EqualTo(expected.Statistic).Within(1e-13));
        Assert.That(actual.BiasedStatistic, Is.EqualTo(expected.BiasedStatistic).Within(1e-13));
        Assert.That(actual.PValue, Is.EqualTo(expected.PValue));
    }

    [TestCase(1, 0)]
    [TestCase(3, 50)]
    public void Compute_prepared_density_difference_equals_the_unprepared(int dimension, int permutations)
    {
        double[] x = KernelInputs.Draw("normal", 50 * dimension, 1);
        double[] y = KernelInputs.Draw("normal", 30 * dimension, 2);
        PreparedDensityDifference prepared = PreparedDensityDifference.Fit<double>(x, 0.9, dimension, 20, 0.01, permutations, permutations > 0 ? 30 : 0, 4);

        DensityDifferenceResult expected = DensityDifference.Compute<double>(x, y, 0.9, dimension, 20, 0.01, permutations, 4);
        DensityDifferenceResult actual = DensityDifference.Compute<double>(prepared, y);

        Assert.That(actual.SquaredDistance, Is.EqualTo(expected.SquaredDistance).Within(1e-10).Percent);
        Assert.That(actual.PValue, Is.EqualTo(expected.PValue));
    }

    [Test]
    public void Fit_bad_input_is_refused_by_name()
    {
        Assert.That(() => PreparedMeanDiscrepancy.Fit<double>([1]), Throws.ArgumentException.With.Property("ParamName").EqualTo("reference"));
        Assert.That(() => PreparedMeanDiscrepancy.Fit<double>([1, 2, 3], 2), Throws.ArgumentException.With.Property("ParamName").EqualTo("reference"));
        Assert.That(() => PreparedMeanDiscrepancy.Fit<double>([1, double.NaN]), Throws.ArgumentException.With.Property("ParamName").EqualTo("reference"));
        Assert.That(() => PreparedMeanDiscrepancy.Fit<double>([1, 2], bandwidth: 0), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("bandwidth"));
        Assert.That(() => PreparedMeanDiscrepancy.Fit<double>([1, 1, 1]), Throws.ArgumentException);
        Assert.That(() => PreparedMeanDiscrepancy.Fit<double>([1, 2], permutations: 100_001), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("permutations"));
        Assert.That(() => PreparedMeanDiscrepancy.Fit<double>([1, 2], permutations: 9), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("currentCount"));
        PreparedMeanDiscrepancy prepared = PreparedMeanDiscrepancy.Fit<double>([1, 2, 4], currentCount: 3, permutations: 9);
        Assert.That(() => MaximumMeanDiscrepancy.Compute<double>(prepared, [1, 2]), Throws.ArgumentException.With.Property("ParamName").EqualTo("current"));
        Assert.That(() => MaximumMeanDiscrepancy.Compute<double>(prepared, [1, 2, double.PositiveInfinity]), Throws.ArgumentException.With.Property("ParamName").EqualTo("current"));
        Assert.That(() => PreparedDensityDifference.Fit<double>([], 1), Throws.ArgumentException.With.Property("ParamName").EqualTo("reference"));
        Assert.That(() => PreparedDensityDifference.Fit<double>([1, 2], 0), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("bandwidth"));
    }
}
