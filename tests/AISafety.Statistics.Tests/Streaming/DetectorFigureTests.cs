namespace AISafety.Statistics.Tests.Streaming;

/// <summary>The figures that the detectors' documentation states.</summary>
public class DetectorFigureTests
{
    [Test]
    public void Adwin_window_hasTheMomentsOfTheNewestValues()
    {
        Random random = new(3);
        Adwin adwin = new();
        List<double> values = [];
        for (int i = 0; i < 5000; i++)
        {
            double value = (i < 2500 ? 0.2 : 0.6) + (0.2 * random.NextDouble());
            values.Add(value);
            adwin.Update(value);
            double[] window = [.. values.TakeLast((int)adwin.Width)];
            double mean = window.Average();
            Assert.That(adwin.Mean, Is.EqualTo(mean).Within(1e-12));
            if (i % 16 == 0)
            {
                Assert.That(adwin.Variance, Is.EqualTo(window.Average(one => (one - mean) * (one - mean))).Within(1e-9));
            }
        }

        Assert.That(adwin.Width, Is.InRange(2000, 2600));
    }

    [Test]
    public void Adwin_unchangedStream_seldomAlarms()
    {
        // 200 streams of 2,000: the bound is far from tight, and false alarms are rarer than delta a check.
        int alarmed = 0;
        for (int seed = 0; seed < 200; seed++)
        {
            Random random = new(seed);
            double[] values = [.. Enumerable.Range(0, 2000).Select(_ => random.NextDouble())];
            alarmed += SharedStreams.Drifts(new Adwin(), values).Length > 0 ? 1 : 0;
        }

        Assert.That(alarmed, Is.LessThanOrEqualTo(6));
    }

    [Test]
    public void Cusum_runLengths_areTheTables()
    {
        // Montgomery's table: 465 in control, 10.4 at a shift of one deviation. 2,000 runs: standard errors of about 10 and 0.13.
        Assert.That(MeanRun(() => new Cusum(0, 1), 0), Is.EqualTo(465).Within(40));
        Assert.That(MeanRun(() => new Cusum(0, 1), 1), Is.EqualTo(10.4).Within(0.5));
    }

    [Test]
    public void EwmaChart_runLengths_areTheTables()
    {
        Assert.That(MeanRun(() => new EwmaChart(0, 1), 0), Is.EqualTo(495).Within(45));
        Assert.That(MeanRun(() => new EwmaChart(0, 1), 1), Is.EqualTo(9).Within(1.5));
    }

    [Test]
    public void Kswin_pValue_isTheExactOne()
    {
        // Size 3 by counting the 20 arrangements; size 100 by the sum in rational numbers (Python fractions).
        Assert.That(EqualSizeKs.PValue(3, 3), Is.EqualTo(2 / 20.0).Within(1e-14));
        Assert.That(EqualSizeKs.PValue(3, 2), Is.EqualTo(12 / 20.0).Within(1e-14));
        Assert.That(EqualSizeKs.PValue(3, 1), Is.EqualTo(1).Within(1e-14));
        Assert.That(EqualSizeKs.PValue(100, 20), Is.EqualTo(0.03638428787491733).Within(1e-13));
        Assert.That(EqualSizeKs.PValue(100, 0), Is.EqualTo(1));
    }

    private static double MeanRun(Func<DriftDetector> make, double shift)
    {
        Random random = new(5);
        long values = 0;
        DriftDetector detector = make();
        for (int run = 0; run < 2000; run++)
        {
            do
            {
                values++;
            }
            while (detector.Update(Samples.Normal(random) + shift) != DriftState.Drift);
        }

        return values / 2000.0;
    }
}
