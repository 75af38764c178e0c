using AISafety.Performance;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Performance;

/// <summary>When a condition of performance comes up and ends: what is looked for and not there ends it, what could not be looked for does not.</summary>
[TestFixture]
public sealed class ConditionTests
{
    private static readonly PerformanceReference s_reference = PerformanceReference.Fit(Scoring.Draw(1, 3000).Select(call => (call.Answer.Probability, call.Label == 1)));

    private FakeTimeProvider _clock = new();

    [SetUp]
    public void Start() => _clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    [Test]
    public async Task Labels_none_of_which_is_a_class_are_told()
    {
        await using Scoring scoring = new(safety => safety.AddPerformanceMonitoring(answer => answer.IsOne, null, new() { WindowSize = 100 }));
        await scoring.AskAsync(Enumerable.Repeat((new Scoring.Answer(0.9, true), (float?)2), 300));

        Assert.That(scoring.Alerts.Select(alert => alert.Code), Is.EqualTo(new[] { "performance.invalid-rows" }));
    }

    [Test]
    public async Task Predicted_values_that_are_no_numbers_are_told()
    {
        await using Scoring scoring = new(safety => safety.AddRegressionMonitoring(_ => double.NaN, new() { WindowSize = 100 }));
        await scoring.AskAsync(Enumerable.Repeat((new Scoring.Answer(0.9, true), (float?)2), 300));

        Assert.That(scoring.Alerts.Select(alert => alert.Code), Is.EqualTo(new[] { "performance.invalid-rows" }));
    }

    [Test]
    public async Task Predictions_that_cannot_be_read_are_told()
    {
        await using Scoring scoring = new(safety => safety.AddPerformanceMonitoring(_ => throw new InvalidOperationException(), null, new() { WindowSize = 100 }));
        await scoring.AskAsync(Scoring.Draw(1, 300));

        Assert.That(scoring.Alerts.Select(alert => alert.Code), Is.EqualTo(new[] { "performance.invalid-rows" }));
    }

    [Test]
    public async Task Probabilities_none_of_which_is_one_are_told_and_it_is_over_when_they_are()
    {
        await using Scoring scoring = new(
            safety => safety.AddPerformanceEstimation(answer => answer.Probability, answer => answer.IsOne, s_reference, new() { ChunkSize = 100 }), hasOutcomes: false);
        await scoring.AskAsync(Unlabelled(300, _ => new(double.NaN, false)));
        Assert.That(scoring.Alerts.Select(alert => (alert.Code, alert.Value)), Is.EqualTo(new[] { ("performance.invalid-rows", 100.0) }));

        await scoring.AskAsync(Unlabelled(300, _ => new(0.5, false)));
        Assert.That(scoring.Alerts[^1].Resolution, Is.EqualTo(AlertResolution.Cleared));
    }

    [Test]
    public async Task Invalid_rows_stay_one_alert_however_slowly_windows_fill()
    {
        await using Scoring scoring = new(safety => safety.UseTimeProvider(_clock).AddPerformanceMonitoring(answer => answer.IsOne, null, new() { WindowSize = 100 }));
        for (int i = 0; i < 4; i++)
        {
            await scoring.AskAsync(Enumerable.Range(0, 200).Select(i => (new Scoring.Answer(0.9, true), (float?)(i % 2 == 0 ? 1 : 2))));
            _clock.Advance(TimeSpan.FromHours(5));
        }

        Assert.That(scoring.Alerts.Select(alert => (alert.Code, alert.State)), Is.EqualTo(new[] { ("performance.invalid-rows", AlertState.Raised) }));
    }

    [Test]
    public async Task Precision_is_not_over_while_nothing_is_predicted_1()
    {
        PerformanceMonitoringOptions options = new() { WindowSize = 500, Limits = [PerformanceLimit.AtLeast(PerformanceMetric.Precision, 0.9)] };
        await using Scoring scoring = new(safety => safety.AddPerformanceMonitoring(answer => answer.IsOne, null, options));
        await scoring.AskAsync(Enumerable.Range(0, 1000).Select(i => (new Scoring.Answer(0.9, true), (float?)(i % 2))));
        await AskWindowsAsync(scoring, 8, 500, i => (new(0.1, false), i % 2));
        Assert.That(scoring.Alerts.Select(alert => alert.State), Is.EqualTo(new[] { AlertState.Raised }));

        // One right prediction of 1 a window says next to nothing.
        await AskWindowsAsync(scoring, 8, 500, i => (new(0.1, i == 0), i == 0 ? 1 : 0));
        Assert.That(scoring.Alerts.Select(alert => alert.State), Is.EqualTo(new[] { AlertState.Raised }));

        await AskWindowsAsync(scoring, 4, 500, i => (new(0.9, true), 1));
        Assert.That(scoring.Alerts.Select(alert => alert.State), Is.EqualTo(new[] { AlertState.Raised, AlertState.Resolved }));
    }

    [Test]
    public async Task Estimated_precision_is_not_over_while_nothing_is_predicted_1()
    {
        PerformanceEstimationOptions options = new() { ChunkSize = 500, Limits = [PerformanceLimit.AtLeast(PerformanceMetric.Precision, 0.8)] };
        await using Scoring scoring = new(safety => safety.AddPerformanceEstimation(answer => answer.Probability, answer => answer.IsOne, s_reference, options), hasOutcomes: false);
        await scoring.AskAsync(Unlabelled(1000, i => new(0.4 + (i % 100 * 0.002), true)));
        await scoring.AskAsync(Unlabelled(2500, i => new(0.4 + (i % 100 * 0.002), false)));
        Assert.That(scoring.Alerts.Select(alert => (alert.Metric, alert.State)), Is.EqualTo(new[] { ("precision", AlertState.Raised) }));

        await scoring.AskAsync(Unlabelled(2000, i => new(0.9 + (i % 100 * 0.0005), true)));
        Assert.That(scoring.Alerts.Select(alert => alert.State), Is.EqualTo(new[] { AlertState.Raised, AlertState.Resolved }));
    }

    [Test]
    public async Task Two_limits_of_a_metric_are_one_condition_while_either_is_crossed()
    {
        PerformanceLimit[] limits = [PerformanceLimit.AtLeast(PerformanceMetric.Accuracy, 0.9, AlertSeverity.Medium), PerformanceLimit.AtLeast(PerformanceMetric.Accuracy, 0.5)];
        await using Scoring measured = new(safety => safety
            .UseAlerts(new() { ClearReports = 1, FlapWindow = TimeSpan.Zero })
            .AddPerformanceMonitoring(answer => answer.IsOne, null, new() { WindowSize = 1000, Limits = limits }));
        await measured.AskAsync(Scoring.Draw(2, 5000));
        Assert.That(measured.Alerts.Select(alert => (alert.State, alert.Severity)), Is.EqualTo(new[] { (AlertState.Raised, AlertSeverity.Medium) }));

        await using Scoring estimated = new(
            safety => safety
                .UseAlerts(new() { ClearReports = 1, FlapWindow = TimeSpan.Zero })
                .AddPerformanceEstimation(answer => answer.Probability, answer => answer.IsOne, s_reference, new() { ChunkSize = 1000, Limits = limits }),
            hasOutcomes: false);
        await estimated.AskAsync(Scoring.Draw(2, 5000).Select(call => (call.Answer, (float?)null)));
        Assert.That(estimated.Alerts.Select(alert => (alert.State, alert.Severity)), Is.EqualTo(new[] { (AlertState.Raised, AlertSeverity.Medium) }));
    }

    [Test]
    public async Task Window_of_time_ends_in_time_though_the_clock_went_back()
    {
        PerformanceReadings readings = new();
        await using Scoring scoring = new(
            safety => safety.UseTimeProvider(_clock).AddServiceMonitoring(new() { WindowLength = TimeSpan.FromMinutes(10) }, readings), hasOutcomes: false);
        await scoring.AskAsync(Unlabelled(10, _ => new(0.5, true)));
        _clock.AdjustTime(_clock.GetUtcNow().AddHours(-6));
        await scoring.AskAsync(Unlabelled(10, _ => new(0.5, true)));
        _clock.Advance(TimeSpan.FromMinutes(11));
        await scoring.AskAsync(Unlabelled(10, _ => new(0.5, true)));

        Assert.That(readings.LastWindow, Is.Not.Empty);
        Assert.That(readings.LastWindow[0].Since, Is.EqualTo(_clock.GetUtcNow().AddMinutes(-11)));
    }

    private static async Task AskWindowsAsync(Scoring scoring, int windows, int rows, Func<int, (Scoring.Answer Answer, float Label)> make)
    {
        for (int i = 0; i < windows; i++)
        {
            await scoring.AskAsync(Enumerable.Range(0, rows).Select(row => make(row) is var call ? (call.Answer, (float?)call.Label) : default));
        }
    }

    private static IEnumerable<(Scoring.Answer Answer, float? Label)> Unlabelled(int count, Func<int, Scoring.Answer> make) =>
        Enumerable.Range(0, count).Select(i => (make(i), (float?)null));
}
