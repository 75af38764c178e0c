using AISafety.Anomaly;

namespace AISafety.Tests.Anomaly;

/// <summary>The promise: on reference-like rows the alarm rate is what was asked for.</summary>
/// <remarks>Splitting at random makes the rows exchangeable by construction, so the expected rate over splits is k / (n + 1) exactly, k being
/// floor(rate (n + 1)). The splits are independent, so their spread says how near the mean must be.</remarks>
public sealed class AlarmRateTests
{
    private static readonly string[] _all = ["robust", "mahalanobis", "forest", "neighbors"];

    [Test]
    public void Alarm_rate_on_synthetic_rows_is_what_was_asked_for(
        [Values("robust", "mahalanobis", "forest", "neighbors")] string detector,
        [Values("normal", "cauchy", "discrete")] string distribution,
        [Values(0.01, 0.1)] double rate)
    {
        Random random = new(6);
        float[][] rows = new float[900][];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = [.. Enumerable.Range(0, 5).Select(_ => Draw(distribution, random))];
        }

        Measure(distribution, rows, reference: 500, splits: 150, rate, hasTies: distribution == "discrete", detector);
    }

    [Test]
    public void Alarm_rate_on_the_breast_cancer_data_is_what_was_asked_for(
        [Values("robust", "mahalanobis", "forest", "neighbors")] string detector, [Values(0.01, 0.05, 0.1)] double rate) =>
        Measure("breast cancer", BreastCancer.Rows, reference: 400, splits: 200, rate, hasTies: false, detector);

    // So few rows with gaps that enough are complete to fit by.
    [TestCase("robust", 4)]
    [TestCase("mahalanobis", 40)]
    [TestCase("forest", 4)]
    [TestCase("neighbors", 40)]
    public void Alarm_rate_with_missing_values_is_what_was_asked_for(string detector, int oneOf)
    {
        Random random = new(7);
        float[][] rows = [.. BreastCancer.Rows.Select(row => row.Select(cell => random.Next(oneOf) == 0 ? float.NaN : cell).ToArray())];

        Measure($"breast cancer, one in {oneOf} missing", rows, reference: 400, splits: 200, 0.05, hasTies: false, detector);
    }

    // Each guard's own rate, on many fresh rows: with a confidence, all but the share stated must keep to it; without, about half do.
    [TestCase(null)]
    [TestCase(0.9)]
    public void Alarm_rate_of_one_guard_keeps_its_promise_as_often_as_stated(double? confidence)
    {
        const int Guards = 400;
        const double Rate = 0.05;
        FeatureSchema<float[]> schema = Detectors.Schema(2);
        float[][] fresh = Detectors.Normal(4_000, 2, 77);
        int broken = 0;
        double sum = 0;
        for (int i = 0; i < Guards; i++)
        {
            IInputGuard<float[]> guard = Detectors.Create(Detectors.Builder(schema).AddAnomalyDetection(
                Detectors.Normal(300, 2, i), Rate, options: new() { Seed = i, RateConfidence = confidence, Detector = AnomalyDetector.Mahalanobis }));
            double rate = fresh.Count(row => guard.Inspect(schema, row).Action != SafetyAction.Allow) / (double)fresh.Length;
            sum += rate;
            broken += rate > Rate ? 1 : 0;
        }

        TestContext.Out.WriteLine($"confidence {confidence}: mean rate {sum / Guards:F5}, {broken} of {Guards} guards above {Rate}");
        Assert.That(sum / Guards, confidence is null ? Is.EqualTo(Rate).Within(0.004) : Is.LessThan(0.04));
        Assert.That(broken / (double)Guards, confidence is null ? Is.InRange(0.3, 0.6) : Is.LessThan(0.1 + 3 * Math.Sqrt(0.1 * 0.9 / Guards)));
    }

    private static void Measure(string name, float[][] rows, int reference, int splits, double rate, bool hasTies, string detector)
    {
        Assert.That(_all, Does.Contain(detector));
        FeatureSchema<float[]> schema = Detectors.Schema(rows[0].Length);
        float[][] shuffled = [.. rows];
        Random random = new(8);
        double[] rates = new double[splits];
        for (int split = 0; split < splits; split++)
        {
            random.Shuffle(shuffled);
            IInputGuard<float[]> guard = Detectors.Create(Detectors.Builder(schema).AddAnomalyDetection(
                shuffled[..reference], rate, options: new() { Seed = split, Detector = Detectors.Named(detector) }));
            int alarms = shuffled[reference..].Count(row => guard.Inspect(schema, row).Action != SafetyAction.Allow);
            rates[split] = alarms / (double)(rows.Length - reference);
        }

        int calibrating = CalibrationShare.Of(reference, rate, confidence: null);
        double expected = Math.Floor(rate * (calibrating + 1) + 1e-9) / (calibrating + 1);
        double mean = rates.Average();
        double error = Math.Sqrt(rates.Sum(one => (one - mean) * (one - mean)) / (splits - 1) / splits);
        TestContext.Out.WriteLine(
            $"{detector}, {name}: asked {rate}, exact {expected:F5}, measured {mean:F5} (standard error {error:F5}) over {splits} splits of {rows.Length - reference} rows; n = {calibrating}");
        Assert.That(expected, Is.EqualTo(rate).Within(1e-9), "the number of calibrating rows is chosen so");
        Assert.That(mean, Is.LessThan(expected + (4 * error)));
        if (!hasTies)
        {
            Assert.That(mean, Is.GreaterThan(expected - (4 * error)));
        }
    }

    private static float Draw(string distribution, Random random) => distribution switch
    {
        "normal" => (float)Detectors.Normal(random),
        "cauchy" => (float)Math.Tan(Math.PI * (random.NextDouble() - 0.5)),
        _ => MathF.Floor(-MathF.Log2(1 - random.NextSingle())),
    };
}
