namespace AISafety.Statistics.Tests.Contingency;

[TestFixture]
public sealed class SampleSizeTests
{
    // 1,572 an arm: 1.645^2 (sqrt(2 x 0.03 x 0.97) + sqrt(0.02 x 0.98 + 0.04 x 0.96))^2 / 0.02^2.
    [TestCase(0.02, 0.04, 0.5, 0.05, 0.95, 3_144)]
    [TestCase(0.04, 0.02, 0.5, 0.05, 0.95, 3_144)]
    [TestCase(0.5, 0.6, 0.5, 0.025, 0.8, 776)]
    public void OfProportions_is_the_pooled_formula(double first, double second, double share, double alpha, double power, long expected) =>
        Assert.That(SampleSize.OfProportions(first, second, share, alpha, power), Is.EqualTo(expected).Within(1));

    [Test]
    public void Of_refuses_what_is_out_of_range()
    {
        Assert.That(() => SampleSize.Of(0, 1, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => SampleSize.Of(0.1, 0, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => SampleSize.OfProportions(0.1, 1.2), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => SampleSize.OfProportions(0.1, 0.1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
