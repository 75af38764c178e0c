namespace AISafety.Statistics.Tests;

public sealed class ProportionIntervalTests
{
    // SciPy 1.10.1: binomtest(k, n).proportion_ci(c, "wilson") and beta.ppf for the exact ends.
    [TestCase(0, 10, 0.95, 0.0, 0.27753279986288926, 0.0, 0.3084971078187608)]
    [TestCase(10, 10, 0.95, 0.7224672001371109, 1.0, 0.6915028921812392, 1.0)]
    [TestCase(3, 10, 0.95, 0.10779126740630102, 0.6032218525388546, 0.0667395111777345, 0.6524528500599973)]
    [TestCase(81, 263, 0.95, 0.2552885198782742, 0.36620957698280004, 0.2527367455852713, 0.36762192260135146)]
    [TestCase(1, 29, 0.95, 0.006113214292762667, 0.17175521879320282, 0.0008726468835799228, 0.1776442954887229)]
    [TestCase(500, 100000, 0.99, 0.004457390553752594, 0.005608290564723219, 0.004444034892645359, 0.005603617782981435)]
    [TestCase(1, 1000000, 0.95, 1.765245767453709e-07, 5.664911804311442e-06, 2.53178076637942e-08, 5.571630655166939e-06)]
    [TestCase(700000, 1000000, 0.95, 0.6991010647758705, 0.7008973986465038, 0.6991007533577406, 0.700898088066418)]
    public void Wilson_and_ClopperPearson_equal_SciPy(long successes, long trials, double confidence, double wilsonLower, double wilsonUpper, double exactLower, double exactUpper)
    {
        Interval wilson = ProportionInterval.Wilson(successes, trials, confidence);
        Interval exact = ProportionInterval.ClopperPearson(successes, trials, confidence);

        // SciPy's own lower end for one in a million has lost six digits to cancellation.
        Assert.That(wilson.Lower, Is.EqualTo(wilsonLower).Within(1e-15));
        Assert.That(wilson.Upper, Is.EqualTo(wilsonUpper).Within(1e-10).Percent);
        Assert.That(exact.Lower, Is.EqualTo(exactLower).Within(1e-7).Percent);
        Assert.That(exact.Upper, Is.EqualTo(exactUpper).Within(1e-7).Percent);
    }

    [Test]
    public void NewcombeDifference_equals_the_paper()
    {
        // Newcombe 1998, table II, method 10: 56/70 - 48/80, 9/10 - 3/10, 0/20 - 0/10, 10/10 - 0/20.
        Check(ProportionInterval.NewcombeDifference(56, 70, 48, 80), 0.0524, 0.3339);
        Check(ProportionInterval.NewcombeDifference(9, 10, 3, 10), 0.1705, 0.8090);
        Check(ProportionInterval.NewcombeDifference(0, 20, 0, 10), -0.2775, 0.1611);
        Check(ProportionInterval.NewcombeDifference(10, 10, 0, 20), 0.6791, 1.0);

        static void Check(Interval interval, double lower, double upper)
        {
            Assert.That(interval.Lower, Is.EqualTo(lower).Within(5.1e-5));
            Assert.That(interval.Upper, Is.EqualTo(upper).Within(5.1e-5));
        }
    }

    [Test]
    public void ClopperPearson_covers_at_least_as_often_as_it_says()
    {
        // All outcomes of 30 trials, weighted by their probability: no sampling error.
        foreach (double p in new[] { 0.01, 0.05, 0.2, 0.37, 0.5, 0.93 })
        {
            double covered = 0;
            double weight = Math.Pow(1 - p, 30);
            for (int k = 0; k <= 30; k++)
            {
                covered += ProportionInterval.ClopperPearson(k, 30, 0.9).Contains(p) ? weight : 0;
                weight *= (30.0 - k) / (k + 1) * p / (1 - p);
            }

            Assert.That(covered, Is.AtLeast(0.9));
        }
    }

    [Test]
    public void Bad_input_is_refused_and_no_trials_know_nothing()
    {
        Assert.That(ProportionInterval.Wilson(0, 0), Is.EqualTo(new Interval(0, 1)));
        Assert.That(ProportionInterval.ClopperPearson(0, 0), Is.EqualTo(new Interval(0, 1)));
        Assert.That(() => ProportionInterval.Wilson(2, 1), Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("successes"));
        Assert.That(() => ProportionInterval.Wilson(-1, 1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => ProportionInterval.ClopperPearson(1, 1, 1), Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("confidence"));
        Assert.That(() => ProportionInterval.NewcombeDifference(0, 0, 1, 2), Throws.TypeOf<ArgumentOutOfRangeException>());
    }
}
