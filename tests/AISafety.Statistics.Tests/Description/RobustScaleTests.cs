namespace AISafety.Statistics.Tests;

public sealed class RobustScaleTests
{
    [Test]
    public void MedianAbsoluteDeviation_of_known_values_is_the_median_distance()
    {
        // Distances from 2: 1 1 0 0 2 4 7.
        Assert.That(MedianAbsoluteDeviation.Of<double>([1, 1, 2, 2, 4, 6, 9], 2), Is.EqualTo(1));
        Assert.That(MedianAbsoluteDeviation.Of<float>([1, float.NaN, 4], 2), Is.EqualTo(1.5f));
    }

    [Test]
    public void MeanAbsoluteDeviation_of_known_values_is_the_mean_distance()
    {
        Assert.That(MeanAbsoluteDeviation.Of<double>([1, 1, 2, 2, 4, 6, 9], 2), Is.EqualTo(15.0 / 7).Within(1e-15));
        Assert.That(MeanAbsoluteDeviation.Of<float>([1, float.NaN, 4], 2), Is.EqualTo(1.5));
    }

    [Test]
    public void MeanAbsoluteDeviation_of_huge_floats_does_not_overflow() =>
        Assert.That(MeanAbsoluteDeviation.Of<float>([float.MinValue, float.MaxValue], 0), Is.EqualTo((double)float.MaxValue));

    [TestCase(new double[0], 0.0)]
    [TestCase(new[] { double.NaN }, 0.0)]
    [TestCase(new[] { 1.0, 2.0 }, double.NaN)]
    public void Of_nothing_is_NaN(double[] values, double center)
    {
        Assert.That(MedianAbsoluteDeviation.Of(values, center), Is.NaN);
        Assert.That(MeanAbsoluteDeviation.Of(values, center), Is.NaN);
        Assert.That(RobustScale.Of(values, center), Is.NaN);
    }

    [Test]
    public void Of_values_that_vary_is_the_median_deviation_made_comparable() =>
        Assert.That(RobustScale.Of<double>([1, 1, 2, 2, 4, 6, 9], 2), Is.EqualTo(1.482602218505602));

    [Test]
    public void Of_values_that_are_mostly_equal_is_the_mean_deviation_made_comparable() =>
        Assert.That(RobustScale.Of<double>([3, 3, 3, 3, 7], 3), Is.EqualTo(0.8 * 1.2533141373155003).Within(1e-15));

    [Test]
    public void Of_a_constant_is_zero() => Assert.That(RobustScale.Of<float>([0.1f, 0.1f, float.NaN], 0.1f), Is.Zero);

    [TestCase(MedianAbsoluteDeviation.NormalConsistency)]
    [TestCase(MeanAbsoluteDeviation.NormalConsistency)]
    public void NormalConsistency_makes_normal_values_give_their_standard_deviation(double factor)
    {
        Random random = new(1);
        double[] values = new double[200_000];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = 3 * Samples.Normal(random);
        }

        double deviation = factor == MedianAbsoluteDeviation.NormalConsistency
            ? MedianAbsoluteDeviation.Of<double>(values, 0)
            : MeanAbsoluteDeviation.Of<double>(values, 0);

        Assert.That(factor * deviation, Is.EqualTo(3).Within(0.03));
    }
}
