namespace AISafety.Statistics.Tests.Sequential;

/// <summary>What the detector of a risen mean promises, by simulation, and that it finds what is there.</summary>
public class MeanEDetectorTests
{
    [Test]
    public void Update_lifetime_mean_at_the_limit_seldom_alarms([Values(0.02, 0.2, 0.7)] double limit)
    {
        // 1,000 streams: 50 are promised, and 71 are three standard errors more.
        int alarmed = Enumerable.Range(0, 1000).Count(seed =>
        {
            Random random = new(seed);
            MeanEDetector detector = new(limit, EDetectorGuarantee.Lifetime);
            return Enumerable.Range(0, 1000).Any(_ => detector.Update(random.NextDouble() < limit ? 1 : 0) >= 20);
        });
        TestContext.Out.WriteLine(alarmed);
        Assert.That(alarmed, Is.LessThanOrEqualTo(71));
    }

    [Test]
    public void Update_runLength_mean_at_the_limit_runs_as_long_as_promised([Values(0.05, 0.5)] double limit)
    {
        // Runs are cut at 5,000, which only makes the mean less.
        double mean = Enumerable.Range(0, 300).Average(seed => (double)Run(new(limit), new(seed), 200, 5000, _ => limit));
        TestContext.Out.WriteLine(mean);
        Assert.That(mean, Is.GreaterThanOrEqualTo(200));
    }

    [Test]
    public void Update_limitWhoseInverseOverflows_isEvidenceOfANumber()
    {
        MeanEDetector detector = new(1e-310);
        Assert.That(detector.Update(0), Is.GreaterThan(0));
        Assert.That(detector.Update(0), Is.GreaterThan(0));
        Assert.That(detector.Update(1), Is.GreaterThan(1e100));
    }

    [Test]
    public void Update_runLength_late_rise_is_found_about_as_fast_as_early()
    {
        double early = Delay(0);
        double late = Delay(10_000);
        TestContext.Out.WriteLine($"{early} {late}");
        Assert.That(late, Is.LessThan(1.3 * early));
        Assert.That(late, Is.LessThan(150));

        static double Delay(int start) => Enumerable.Range(0, 100).Average(seed =>
        {
            MeanEDetector detector = new(0.1);
            Random random = new(seed);
            for (int i = 0; i < start; i++)
            {
                detector.Update(random.NextDouble() < 0.03 ? 1 : 0);
            }

            return (double)Run(detector, random, 1e6, 5000, _ => 0.3);
        });
    }

    [Test]
    public void LikelyDuration_tells_when_the_rise_began()
    {
        MeanEDetector detector = new(0.2);
        Random random = new(8);
        for (int i = 0; i < 1400; i++)
        {
            detector.Update(random.NextDouble() < (i < 1000 ? 0.1 : 0.5) ? 1 : 0);
        }

        Assert.That(detector.LikelyDuration, Is.EqualTo(400).Within(40));
    }

    [Test]
    public void Update_missing_and_out_of_range_change_nothing_else()
    {
        MeanEDetector detector = new(0.5);
        double evidence = detector.Update(1);
        Assert.That(evidence, Is.GreaterThan(1));
        Assert.That(detector.Update(double.NaN), Is.EqualTo(evidence));
        Assert.That(() => detector.Update(1.5), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That((detector.Count, detector.MissingCount, detector.Evidence), Is.EqualTo((1L, 1L, evidence)));
        detector.Reset();
        Assert.That((detector.Count, detector.MissingCount, detector.Evidence, detector.LikelyDuration), Is.EqualTo((0L, 0L, 0.0, 0L)));
        Assert.That(() => new MeanEDetector(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static int Run(MeanEDetector detector, Random random, double threshold, int most, Func<int, double> mean)
    {
        int count = 0;
        while (count < most)
        {
            if (detector.Update(random.NextDouble() < mean(count++) ? 1 : 0) >= threshold)
            {
                break;
            }
        }

        return count;
    }
}
