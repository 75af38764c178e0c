using AISafety.Uncertainty;

namespace AISafety.Tests.Uncertainty.Adaptive;

public sealed class AdaptiveIntervalGuardTests
{
    private static readonly (double, double)[] _rows = [.. Enumerable.Range(1, 99).Select(i => (0.0, (double)i))];
    private static readonly double[] _scores = [.. _rows.Select(row => row.Item2)];

    [Test]
    public async Task ReportLabel_late_moves_the_level_by_the_interval_as_given()
    {
        AdaptiveIntervals intervals = new(_rows, new() { Gamma = 0.05 });
        await using SafeModel<double, PredictionInterval> safe = Build(intervals, 1000);
        CallId early = (await safe.EvaluateAsync(0)).CallId;
        for (int i = 0; i < 10; i++)
        {
            safe.ReportLabel((await safe.EvaluateAsync(0)).CallId, 500);
            await safe.FlushAsync();
        }

        // The interval of the first call reached to 90; those of now reach further.
        Assert.That(intervals.Apply(0).Contains(95), Is.True);
        double before = intervals.GetSnapshot().Level;
        safe.ReportLabel(early, 95);
        await safe.FlushAsync();

        AdaptiveCoverage now = intervals.GetSnapshot();
        Assert.That(now.Level, Is.EqualTo(before - 0.05 * 0.9).Within(1e-12), "a miss of the interval as it was given");
        Assert.That((now.GivenCount, now.LabelledCount, now.UnlabelledCount, now.UnjudgedCount), Is.EqualTo((11L, 11L, 0L, 0L)));
    }

    [Test]
    public async Task Infinite_intervals_that_are_all_reviewed_become_finite_again()
    {
        AdaptiveIntervals intervals = new(new AdaptiveState(-0.1, _scores), new() { Gamma = 0.5 });
        await using SafeModel<double, PredictionInterval> safe = Build(intervals, 300);
        SafetyResult<PredictionInterval> first = await safe.EvaluateAsync(0);
        Assert.That((first.Action, first.Evidence[0].Code), Is.EqualTo((SafetyAction.Review, "adaptive-interval.wide")));
        CallId last = first.CallId;
        for (int i = 0; i < 4; i++)
        {
            safe.ReportLabel(last, 1);
            await safe.FlushAsync();
            last = (await safe.EvaluateAsync(0)).CallId;
        }

        AdaptiveCoverage now = intervals.GetSnapshot();
        Assert.That(now.Level, Is.EqualTo(-0.1 + 4 * 0.05).Within(1e-12));
        Assert.That((now.CoveredCount, now.FullCount), Is.EqualTo((4L, 3L)));
        Assert.That((await safe.EvaluateAsync(0)).Action, Is.EqualTo(SafetyAction.Allow));
    }

    [Test]
    public async Task Intervals_that_were_let_through_push_out_none_that_was_stopped([Values(GuardMode.Enforce, GuardMode.ReportOnly)] GuardMode mode)
    {
        AdaptiveIntervals intervals = new(_rows);
        bool isStopped = mode == GuardMode.Enforce;
        await using SafeModel<double, PredictionInterval> safe = Build(intervals, 100, mode: mode);
        CallId first = (await safe.EvaluateAsync(0)).CallId;
        await safe.FlushAsync();
        Assert.That(intervals.Stopped.Has(first), Is.EqualTo(isStopped));

        safe.ReportLabel(first, 95);
        await safe.FlushAsync();
        Assert.That((intervals.Stopped.Has(first), intervals.GetSnapshot().LabelledCount), Is.EqualTo((false, 1L)));
    }

    [Test]
    public async Task Empty_interval_is_stopped()
    {
        await using SafeModel<double, PredictionInterval> safe = Build(new(new AdaptiveState(1.2, _scores)), double.PositiveInfinity);
        SafetyResult<PredictionInterval> result = await safe.EvaluateAsync(0);
        Assert.That((result.Action, result.Evidence[0].Code), Is.EqualTo((SafetyAction.Review, "adaptive-interval.empty")));
    }

    [Test]
    public async Task Coverage_low_is_raised_and_over_when_windows_are_calm()
    {
        List<SafetyAlert> alerts = [];
        AdaptiveIntervals intervals = new(_rows, new() { Gamma = 0.001, CoverageWindow = 100 });
        await using SafeModel<double, PredictionInterval> safe = Build(intervals, double.PositiveInfinity, alerts);
        await Report(100, _ => 500);
        Assert.That(alerts.Select(alert => (alert.Code, alert.State)), Is.EqualTo(new[] { ("coverage.low", AlertState.Raised) }));
        Assert.That(alerts[0].Value, Is.LessThan(0.5));

        await Report(600, _ => 1);
        Assert.That(alerts.Select(alert => alert.State), Is.EqualTo(new[] { AlertState.Raised, AlertState.Resolved }));

        async Task Report(int count, Func<int, float> label)
        {
            for (int i = 0; i < count; i++)
            {
                safe.ReportLabel((await safe.EvaluateAsync(0)).CallId, label(i));
                if (i % 50 == 49)
                {
                    await safe.FlushAsync();
                }
            }
        }
    }

    [Test]
    public void Build_without_outcomes_or_with_a_bad_maximum_is_refused()
    {
        AdaptiveIntervals intervals = new(_rows);
        IModel<double, PredictionInterval> model = Model.FromDelegate((double x) => x).WithAdaptiveIntervals(y => y, intervals);
        Assert.That(() => model.WithSafety(safety => safety.AddAdaptiveIntervals(intervals, 5)), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("UseOutcomes"));
        Assert.That(
            () => model.WithSafety(safety => safety.UseOutcomes(y => (float)y.Prediction).AddAdaptiveIntervals(intervals, double.NaN)),
            Throws.TypeOf<SafetyBuildException>().With.Message.Contains("maximum is NaN"));
    }

    private static SafeModel<double, PredictionInterval> Build(AdaptiveIntervals intervals, double maximum, List<SafetyAlert>? alerts = null, GuardMode mode = GuardMode.Enforce) =>
        Model.FromDelegate((double x) => x).WithAdaptiveIntervals(y => y, intervals).WithSafety(safety => safety
            .UseOutcomes(interval => (float)interval.Prediction)
            .AddAdaptiveIntervals(intervals, maximum, options: new() { Mode = mode })
            .OnAlert(alert => alerts?.Add(alert)));
}
