using AISafety.Performance;

namespace AISafety.Tests.Performance;

[TestFixture]
public sealed class ClassificationMonitoringTests
{
    // Of uniform probabilities that are right, 3/4 of the predictions are.
    private static readonly PerformanceMonitoringOptions _options = new() { WindowSize = 2000, Limits = [PerformanceLimit.AtLeast(PerformanceMetric.Accuracy, 0.7)] };

    [Test]
    public async Task Observe_metrics_of_a_good_model_hold_the_truth_and_raise_nothing()
    {
        PerformanceReadings readings = new();
        await using Scoring scoring = new(safety => safety.AddPerformanceMonitoring(answer => answer.IsOne, answer => answer.Probability, _options, readings));
        await scoring.AskAsync(Scoring.Draw(1, 1800));

        Assert.That(scoring.Alerts, Is.Empty);
        (PerformanceMetric Metric, double Truth)[] expected =
        [
            (PerformanceMetric.Accuracy, 0.75), (PerformanceMetric.Precision, 0.75), (PerformanceMetric.Recall, 0.75), (PerformanceMetric.FalseNegativeRate, 0.25), (PerformanceMetric.F1, 0.75),
            (PerformanceMetric.RocAuc, 5.0 / 6), (PerformanceMetric.Brier, 1.0 / 6), (PerformanceMetric.LogLoss, 0.5), (PerformanceMetric.CalibrationError, 0),
        ];
        foreach ((PerformanceMetric metric, double truth) in expected)
        {
            PerformanceReading reading = readings.Find(metric)!;
            Assert.That(reading.Interval.Lower - 1e-9, Is.LessThanOrEqualTo(truth), $"{metric}");
            Assert.That(reading.Interval.Upper, Is.GreaterThanOrEqualTo(truth - 0.005), $"{metric}");
            Assert.That(reading.Value, Is.EqualTo(truth).Within(0.07), $"{metric}");
            Assert.That(reading.Interval.Width, Is.LessThan(metric == PerformanceMetric.CalibrationError ? 0.5 : 0.3), $"{metric}");
            Assert.That(reading.Count, Is.GreaterThan(0));
        }
    }

    [Test]
    public async Task Observe_a_late_fall_is_found_in_the_next_window_and_described()
    {
        PerformanceReadings readings = new();
        await using Scoring scoring = new(safety => safety.AddPerformanceMonitoring(answer => answer.IsOne, null, _options, readings));
        await scoring.AskAsync(Scoring.Draw(2, 8200));
        Assert.That(scoring.Alerts, Is.Empty);

        await scoring.AskAsync(Scoring.Draw(3, 4000, probability => 0.25 + 0.5 * probability));

        // The accuracy is 0.625 now.
        Assert.That(scoring.Alerts, Is.Not.Empty);
        SafetyAlert alert = scoring.Alerts[0];
        Assert.That((alert.Code, alert.Metric, alert.Threshold, alert.Severity, alert.Monitor), Is.EqualTo(("performance.measured", "accuracy", 0.7, AlertSeverity.High, "performance")));
        Assert.That(alert.Value, Is.LessThan(0.7));
        Assert.That(alert.Since, Is.LessThanOrEqualTo(alert.RaisedAt));
        Assert.That(alert.Drivers.Select(driver => driver.Name), Is.EquivalentTo(new[] { "precision", "recall" }));
        Assert.That(alert.SuggestedAction, Is.Not.Empty);
        Assert.That(scoring.Alerts, Has.Count.LessThanOrEqualTo(3), "once a window");
        Assert.That(readings.LastWindow, Has.Count.EqualTo(5), "without a probability there are five metrics");
    }

    [Test]
    public async Task Observe_a_value_beyond_the_limit_raises_nothing_while_the_interval_is_not()
    {
        PerformanceReadings readings = new();
        await using Scoring scoring = new(safety => safety.AddPerformanceMonitoring(answer => answer.IsOne, null, _options, readings));
        await scoring.AskAsync(Enumerable.Range(0, 40).Select(i => (new Scoring.Answer(0.9, true), (float?)(i % 5 < 3 ? 1 : 0))));

        Assert.That(readings.Find(PerformanceMetric.Accuracy)!.Value, Is.EqualTo(0.6).Within(1e-9));
        Assert.That(readings.Find(PerformanceMetric.Accuracy)!.Interval.Upper, Is.GreaterThan(0.7));
        Assert.That(scoring.Alerts, Is.Empty);
    }

    [Test]
    public async Task Observe_labels_of_the_selected_only_leave_recall_between_bounds()
    {
        PerformanceReadings readings = new();
        await using Scoring scoring = new(safety => safety.AddPerformanceMonitoring(
            answer => answer.IsOne,
            null,
            new() { LabelsOnlyForPredictedOnes = true, WindowSize = 5000, Limits = [PerformanceLimit.AtLeast(PerformanceMetric.Recall, 0.95)] },
            readings));
        await scoring.AskAsync(Scoring.Draw(4, 4000).Select(call => call.Answer.IsOne ? call : (call.Answer, null)));

        PerformanceReading recall = readings.Find(PerformanceMetric.Recall)!;
        Assert.That(recall.IsIdentified, Is.False);
        Assert.That(recall.Value, Is.NaN);

        // Three quarters of the selected half have label 1, less what the labels leave open; and all, or none, of the other half.
        Assert.That(recall.Interval.Lower, Is.EqualTo(0.375 / 0.875).Within(0.05));
        Assert.That(recall.Interval.Upper, Is.EqualTo(1));
        Assert.That(readings.Find(PerformanceMetric.FalseNegativeRate)!.Interval.Upper, Is.EqualTo(1 - recall.Interval.Lower));
        Assert.That(readings.Find(PerformanceMetric.Precision)!.Value, Is.EqualTo(0.75).Within(0.05));
        Assert.That(readings.Find(PerformanceMetric.Accuracy), Is.Null);
        Assert.That(scoring.Alerts, Is.Empty);
    }

    [Test]
    public async Task Observe_labels_that_are_no_class_are_passed_over_and_told()
    {
        await using Scoring scoring = new(safety => safety.AddPerformanceMonitoring(answer => answer.IsOne, null, new() { WindowSize = 100 }));
        await scoring.AskAsync(Enumerable.Range(0, 200).Select(i => (new Scoring.Answer(0.9, true), (float?)(i % 2 == 0 ? 1 : 2))));

        SafetyAlert alert = scoring.Alerts.Single(alert => alert.Code == "performance.invalid-rows");
        Assert.That(alert.Value, Is.InRange(50, 100));
    }

    [Test]
    public void Build_options_out_of_range_and_missing_outcomes_are_refused()
    {
        Refused(new(), "UseOutcomes", hasOutcomes: false);
        Refused(new() { WindowSize = 5 }, "WindowSize is 5");
        Refused(new() { Confidence = 1 }, "Confidence is 1");
        Refused(new() { LeastProbability = 0.5 }, "LeastProbability");
        Refused(new() { Limits = [PerformanceLimit.AtMost(PerformanceMetric.LatencyP99, 3)] }, "LatencyP99");
        Refused(new() { Limits = [PerformanceLimit.AtLeast(PerformanceMetric.RocAuc, 0.7)] }, "RocAuc");
        Assert.That(() => PerformanceLimit.AtLeast(PerformanceMetric.Accuracy, double.NaN), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => PerformanceLimit.AtLeast((PerformanceMetric)99, 1), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private static void Refused(PerformanceMonitoringOptions options, string named, bool hasOutcomes = true) =>
        Assert.That(
            () => new Scoring(safety => safety.AddPerformanceMonitoring(answer => answer.IsOne, null, options), hasOutcomes),
            Throws.TypeOf<SafetyBuildException>().With.Message.Contains(named));
}
