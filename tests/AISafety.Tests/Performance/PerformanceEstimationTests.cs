using AISafety.Performance;

namespace AISafety.Tests.Performance;

[TestFixture]
public sealed class PerformanceEstimationTests
{
    private static readonly PerformanceReference _reference = PerformanceReference.Fit(Scoring.Draw(1, 3000).Select(call => (call.Answer.Probability, call.Label == 1)));

    private static readonly PerformanceEstimationOptions _options = new() { ChunkSize = 1000, Limits = [PerformanceLimit.AtLeast(PerformanceMetric.Accuracy, 0.7)] };

    [Test]
    public async Task Observe_chunks_like_the_reference_raise_nothing_and_can_be_read()
    {
        PerformanceReadings readings = new();
        await using Scoring scoring = new(safety => safety.AddPerformanceEstimation(answer => answer.Probability, answer => answer.IsOne, _reference, _options, readings), hasOutcomes: false);
        await scoring.AskAsync(Unlabelled(Scoring.Draw(2, 999)));
        Assert.That(readings.Current, Is.Empty, "a chunk is not full");
        await scoring.AskAsync(Unlabelled(Scoring.Draw(3, 2000)));

        Assert.That(scoring.Alerts, Is.Empty);
        Assert.That(readings.Find(PerformanceMetric.Accuracy)!.Interval.Contains(0.75));
        Assert.That(readings.Find(PerformanceMetric.RocAuc)!.Value, Is.EqualTo(5.0 / 6).Within(0.03));
        Assert.That(readings.LastWindow, Is.SameAs(readings.Current));
    }

    [Test]
    public async Task Observe_scores_near_the_middle_are_estimated_to_be_worse_and_alert_once()
    {
        await using Scoring scoring = new(safety => safety.AddPerformanceEstimation(answer => answer.Probability, answer => answer.IsOne, _reference, _options), hasOutcomes: false);
        await scoring.AskAsync(Unlabelled(Scoring.Draw(4, 2000).Select(call => (new Scoring.Answer(0.35 + 0.3 * call.Answer.Probability, call.Answer.IsOne), call.Label))));

        Assert.That(scoring.Alerts.Select(alert => alert.Code), Is.EqualTo(new[] { "performance.estimated" }), "two chunks are one condition");
        Assert.That(scoring.Alerts[0].Value, Is.EqualTo(0.575).Within(0.05), "the mean of the greater of p and 1 - p over 0.35 to 0.65");
        Assert.That((scoring.Alerts[0].Metric, scoring.Alerts[0].Threshold), Is.EqualTo(("accuracy", 0.7)));
        Assert.That(scoring.Alerts[0].Since, Is.Not.Null);
    }

    [Test]
    public async Task Observe_probabilities_that_are_none_are_passed_over_and_told()
    {
        await using Scoring scoring = new(safety => safety.AddPerformanceEstimation(answer => answer.Probability, answer => answer.IsOne, _reference, new() { ChunkSize = 100 }), hasOutcomes: false);
        await scoring.AskAsync(Enumerable.Range(0, 150).Select(i => (new Scoring.Answer(i % 3 == 0 ? 1.5 : 0.4, false), (float?)null)));
        Assert.That(scoring.Alerts.Single().Code, Is.EqualTo("performance.invalid-rows"));
    }

    [Test]
    public async Task Observe_reweighted_follows_inputs_that_move_what_a_score_means()
    {
        // The model sees the first feature; the second moves from 0 to 1 and adds to the log odds.
        static IEnumerable<(float[] Input, double Probability, bool Outcome)> Rows(int seed, int count, double second)
        {
            Random random = new(seed);
            double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            for (int i = 0; i < count; i++)
            {
                double first = Normal();
                double other = second + Normal();
                yield return ([(float)first, (float)other], 1 / (1 + Math.Exp(-first)), random.NextDouble() < 1 / (1 + Math.Exp(-first - 2 * other)));
            }
        }

        FeatureSchema<float[]> schema = FeatureSchema.ForVector("first", "second");
        PerformanceReference reference = PerformanceReference.Fit(Rows(1, 5000, 0), schema);
        async Task<(PerformanceReadings Readings, List<SafetyAlert> Alerts)> Run(double second, bool reweight)
        {
            PerformanceReadings readings = new();
            List<SafetyAlert> alerts = [];
            await using SafeModel<float[], double> safe = AISafety.Model.FromDelegate<float[], double>(static input => 1 / (1 + Math.Exp(-input[0]))).WithSafety(safety => safety
                .UseFeatures(schema)
                .AddPerformanceEstimation(static p => p, static p => p > 0.5, reference, new() { ChunkSize = 2000, Reweight = reweight }, readings)
                .OnAlert(alerts.Add));
            foreach ((float[] input, _, _) in Rows(2, 2000, second))
            {
                await safe.EvaluateAsync(input);
            }

            await safe.FlushAsync();
            return (readings, alerts);
        }

        bool[] right = [.. Rows(2, 2000, 1).Select(row => row.Probability > 0.5 == row.Outcome)];
        double accuracy = right.Count(one => one) / 2000.0;
        Assert.That((await Run(1, reweight: true)).Readings.Find(PerformanceMetric.Accuracy)!.Value, Is.EqualTo(accuracy).Within(0.03));
        Assert.That((await Run(1, reweight: false)).Readings.Find(PerformanceMetric.Accuracy)!.Value, Is.Not.EqualTo(accuracy).Within(0.03));

        (PerformanceReadings far, List<SafetyAlert> alerts) = await Run(6, reweight: true);
        Assert.That(alerts.Single().Code, Is.EqualTo("performance.reference-far"));
        Assert.That(far.Current, Is.Empty);
    }

    [Test]
    public void Build_chunk_with_more_numbers_than_can_be_kept_is_refused()
    {
        FeatureSchema<float[]> schema = FeatureSchema.ForVector([.. Enumerable.Range(0, 3000).Select(i => $"f{i}")]);
        PerformanceReference reference = PerformanceReference.Fit([(new float[3000], 0.2, false), (new float[3000], 0.8, true)], schema);

        Assert.That(
            () => AISafety.Model.FromDelegate<float[], double>(static _ => 0.5).WithSafety(safety => safety
                .UseFeatures(schema)
                .AddPerformanceEstimation(static p => p, static p => p > 0.5, reference, new() { ChunkSize = 1_000_000, Reweight = true })),
            Throws.TypeOf<SafetyBuildException>().With.Message.Contains("ChunkSize is 1000000; expected at most 33333"));
    }

    [Test]
    public void Build_options_out_of_range_are_refused()
    {
        Refused(new() { ChunkSize = 10 }, "ChunkSize is 10");
        Refused(new() { Confidence = 0.999 }, "Confidence");
        Refused(new() { GreatestWeight = 0.5 }, "GreatestWeight");
        Refused(new() { LeastEffectiveSampleSize = 1 }, "LeastEffectiveSampleSize");
        Refused(new() { Reweight = true }, "Reweight");
        Refused(new() { Limits = [PerformanceLimit.AtMost(PerformanceMetric.Brier, 0.2)] }, "Brier");
        Assert.That(() => PerformanceReference.Fit([(0.5, true)]), Throws.ArgumentException);
    }

    private static void Refused(PerformanceEstimationOptions options, string named) =>
        Assert.That(
            () => new Scoring(safety => safety.AddPerformanceEstimation(answer => answer.Probability, answer => answer.IsOne, _reference, options), hasOutcomes: false),
            Throws.TypeOf<SafetyBuildException>().With.Message.Contains(named));

    private static IEnumerable<(Scoring.Answer Answer, float? Label)> Unlabelled(IEnumerable<(Scoring.Answer Answer, float? Label)> calls) => calls.Select(call => (call.Answer, (float?)null));
}
