namespace AISafety.Statistics.Tests.Smoothing;

public sealed class SmoothedRadiusTests
{
    // Quantiles of the normal distribution from printed tables.
    [TestCase(0.975, 1.959963984540054)]
    [TestCase(0.99, 2.3263478740408408)]
    [TestCase(0.8413447460685429, 1.0)]
    public void Of_is_a_quantile_of_the_noise(double probability, double quantile) =>
        Assert.That(SmoothedRadius.Of(probability, 0.5), Is.EqualTo(0.5 * quantile).Within(1e-9));

    [TestCase(0.5)]
    [TestCase(0.1)]
    public void Of_no_majority_is_zero(double probability) => Assert.That(SmoothedRadius.Of(probability, 1), Is.Zero);

    [Test]
    public void Of_refuses_what_is_no_probability()
    {
        Assert.That(() => SmoothedRadius.Of(double.NaN, 1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => SmoothedRadius.Of(0.9, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
    }
}
