namespace AISafety.Tests.Anomaly;

/// <summary>The promise: on reference-like rows the alarm rate is what was asked for.</summary>
/// <remarks>Splitting at random makes the rows exchangeable by construction, so the expected rate over splits is k / (n + 1) exactly, k being
/// floor(rate (n + 1)). The splits are independent, so their spread says how near the mean must be.</remarks>
public sealed class AlarmRateTests
{
    [TestCase("normal", 0.01)]
    [TestCase("normal", 0.1)]
    [TestCase("cauchy", 0.01)]
    [TestCase("cauchy", 0.1)]
    [TestCase("discrete", 0.01)]
    [TestCase("discrete", 0.1)]
    public void Alarm_rate_on_synthetic_rows_is_what_was_asked_for(string distribution, double rate)
    {
        Random random = new(6);
        float[][] rows = new float[900][];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = [.. Enumerable.Range(0, 5).Select(_ => Draw(distribution, random))];
        }

        Measure(distribution, rows, reference: 500, splits: 150, rate, hasTies: distribution == "discrete");
    }

    [TestCase(0.01)]
    [TestCase(0.05)]
    [TestCase(0.2)]
    public void Alarm_rate_on_the_breast_cancer_data_is_what_was_asked_for(double rate) =>
        Measure("breast cancer", BreastCancer.Rows, reference: 400, splits: 200, rate, hasTies: false);

    [Test]
    public void Alarm_rate_with_missing_values_is_what_was_asked_for()
    {
        Random random = new(7);
        float[][] rows = [.. BreastCancer.Rows.Select(row => row.Select(cell => random.Next(4) == 0 ? float.NaN : cell).ToArray())];

        Measure("breast cancer, a quarter missing", rows, reference: 400, splits: 200, 0.05, hasTies: false);
    }

    private static void Measure(string name, float[][] rows, int reference, int splits, double rate, bool hasTies)
    {
        FeatureSchema<float[]> schema = Detectors.Schema(rows[0].Length);
        float[][] shuffled = [.. rows];
        Random random = new(8);
        double[] rates = new double[splits];
        for (int split = 0; split < splits; split++)
        {
            random.Shuffle(shuffled);
            IInputGuard<float[]> guard = Detectors.Create(
                Detectors.Builder(schema).AddAnomalyDetection(shuffled[..reference], rate, options: new() { Seed = split }));
            int alarms = shuffled[reference..].Count(row => guard.Inspect(schema, row).Action != SafetyAction.Allow);
            rates[split] = alarms / (double)(rows.Length - reference);
        }

        int calibrating = reference - (reference / 2);
        double expected = Math.Floor(rate * (calibrating + 1)) / (calibrating + 1);
        double mean = rates.Average();
        double error = Math.Sqrt(rates.Sum(one => (one - mean) * (one - mean)) / (splits - 1) / splits);
        TestContext.Out.WriteLine(
            $"{name}: asked {rate}, exact {expected:F5}, measured {mean:F5} (standard error {error:F5}) over {splits} splits of {rows.Length - reference} rows; n = {calibrating}");
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
