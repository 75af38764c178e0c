namespace AISafety.Statistics.Tests.Intervals;

public class BoundedMeanTests
{
    [Test]
    public void Upper_no_loss_is_the_exact_limit() =>
        Assert.That(BoundedMean.Upper(0, 100, 0.05), Is.EqualTo(1 - Math.Pow(0.05, 0.01)).Within(1e-12));

    [Test]
    public void Upper_is_beyond_Clopper_and_Pearson_and_within_Hoeffding([Values(5, 50, 95)] int errors)
    {
        double upper = BoundedMean.Upper(errors / 100.0, 100, 0.05);
        Assert.That(upper, Is.GreaterThan(ProportionInterval.ClopperPearson(errors, 100, 0.9).Upper));
        Assert.That(upper, Is.LessThanOrEqualTo(Math.Min(1, errors / 100.0 + Math.Sqrt(Math.Log(20) / 200))));
    }

    [Test]
    public void Upper_ends_and_refusals()
    {
        Assert.That(BoundedMean.Upper(1, 10, 0.05), Is.EqualTo(1));
        Assert.That(() => BoundedMean.Upper(1.1, 10, 0.05), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => BoundedMean.Upper(0.5, 0, 0.05), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => BoundedMean.Upper(0.5, 10, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
