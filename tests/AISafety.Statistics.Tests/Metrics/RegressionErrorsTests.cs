namespace AISafety.Statistics.Tests;

public sealed class RegressionErrorsTests
{
    [Test]
    public void Compute_a_worked_example_is_right()
    {
        // scikit-learn's documentation of r2_score: 0.9486081370449679; its MAE is 0.5, its MSE 0.375.
        RegressionErrorsResult result = RegressionErrors.Compute<double>([2.5, 0.0, 2, 8, double.NaN, 1], [3, -0.5, 2, 7, 1, double.NaN]);

        Assert.That(result.MeanAbsolute, Is.EqualTo(0.5).Within(1e-15));
        Assert.That(result.RootMeanSquare, Is.EqualTo(Math.Sqrt(0.375)).Within(1e-15));
        Assert.That(result.RSquared, Is.EqualTo(0.9486081370449679).Within(1e-15));
        Assert.That((result.Count, result.Missing), Is.EqualTo((4, 2)));
    }

    [Test]
    public void Compute_a_large_common_part_keeps_the_digits()
    {
        RegressionErrorsResult result = RegressionErrors.Compute<double>([1e9 + 2.5, 1e9, 1e9 + 2, 1e9 + 8], [1e9 + 3, 1e9 - 0.5, 1e9 + 2, 1e9 + 7]);
        Assert.That(result.RSquared, Is.EqualTo(0.9486081370449679).Within(1e-12));
    }

    [Test]
    public void Compute_constant_or_no_actuals_have_no_R2()
    {
        Assert.That(RegressionErrors.Compute<float>([1, 2], [0.1f, 0.1f]).RSquared, Is.NaN);
        Assert.That(RegressionErrors.Compute<float>([], []), Is.EqualTo(new RegressionErrorsResult(double.NaN, double.NaN, double.NaN, 0, 0)));
        Assert.That(() => RegressionErrors.Compute<float>([1], []), Throws.ArgumentException);
    }
}
