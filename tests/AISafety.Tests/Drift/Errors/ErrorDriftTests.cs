using AISafety.Drift;

namespace AISafety.Tests.Drift.Errors;

public sealed class ErrorDriftTests
{
    [Test]
    public async Task Observe_errors_rise_every_detector_raises([Values] ErrorDetector detector)
    {
        List<SafetyAlert> alerts = [];
        await using SafeModel<float, float> safe = Build(new() { Detector = detector }, alerts);
        Random random = new(41);
        await Report(safe, 1500, i => random.NextDouble() < 0.05 ? 1 : 0);

        // Some are known for false alarms; the promise of a comparison is HDDM's.
        if (detector is ErrorDetector.HddmA or ErrorDetector.HddmW)
        {
            Assert.That(alerts, Is.Empty);
        }

        await Report(safe, 600, i => random.NextDouble() < 0.6 ? 1 : 0);

        Assert.That(alerts.Select(alert => alert.Code), Has.Some.EqualTo("drift.errors"));
        if (alerts[^1].Since is not null)
        {
            Assert.That(alerts[^1].Value, Is.GreaterThan(alerts[^1].Threshold), "the error after is above the error before");
        }
    }

    [Test]
    public async Task Observe_errors_fall_nothing_is_raised([Values] ErrorDetector detector)
    {
        List<SafetyAlert> alerts = [];
        await using SafeModel<float, float> safe = Build(new() { Detector = detector }, alerts);

        // Errors at even distances, so that there is no rise by chance.
        await Report(safe, 1000, i => i % 2);
        await Report(safe, 1000, i => i % 20 == 0 ? 1 : 0);
        Assert.That(alerts, Is.Empty);
    }

    [Test]
    public async Task Observe_stable_after_a_rise_is_over()
    {
        List<SafetyAlert> alerts = [];
        await using SafeModel<float, float> safe = Build(new() { ClearRows = 500 }, alerts);
        await Report(safe, 500, i => i % 20 == 0 ? 1 : 0);
        await Report(safe, 400, i => i % 2);
        Assert.That(alerts.Select(alert => alert.State), Is.EqualTo(new[] { AlertState.Raised }));
        Assert.That(alerts[0].Threshold, Is.EqualTo(0.05).Within(0.01));
        await Report(safe, 1000, i => i % 2);
        Assert.That(alerts.Select(alert => alert.State), Is.EqualTo(new[] { AlertState.Raised, AlertState.Resolved }));
    }

    [Test]
    public async Task Observe_numbers_count_by_the_bound()
    {
        List<SafetyAlert> alerts = [];
        await using SafeModel<float, float> safe = Build(new() { ErrorBound = 10 }, alerts);
        await Report(safe, 500, i => 1);
        await Report(safe, 300, i => 70);
        Assert.That(alerts, Has.Count.EqualTo(1));
        Assert.That((alerts[0].Threshold, alerts[0].Value), Is.EqualTo((0.1, 1.0)).Within(1e-6));
    }

    [Test]
    public void Split_finds_the_step()
    {
        float[] errors = [.. Enumerable.Range(0, 100).Select(i => i < 60 ? i % 10 == 0 ? 1f : 0 : i % 2)];
        ErrorSplit split = ErrorSplit.Of(errors);
        Assert.That(split.Start, Is.EqualTo(61));
        Assert.That(split.IsRise, Is.True);
        Assert.That(ErrorSplit.Of([]).IsRise, Is.False);
        Assert.That(ErrorSplit.Of([1, 0, 0]).IsRise, Is.False);
    }

    [Test]
    public void Build_bad_options_are_named()
    {
        IModel<float, float> model = Model.FromDelegate((float x) => x);
        Assert.That(() => model.WithSafety(safety => safety.AddErrorDriftDetection()), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("UseOutcomes"));
        Assert.That(() => Build(new() { Detector = ErrorDetector.Ddm, ErrorBound = 1 }, []), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("Detector is Ddm"));
        Assert.That(() => Build(new() { ErrorBound = 0 }, []), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("ErrorBound is 0"));
        Assert.That(() => Build(new() { ReferenceError = 1 }, []), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("ReferenceError is 1"));
    }

    private static SafeModel<float, float> Build(ErrorDriftOptions options, List<SafetyAlert> alerts) =>
        Model.FromDelegate((float x) => x).WithSafety(safety => safety.UseOutcomes(y => y).AddErrorDriftDetection(options).OnAlert(alerts.Add));

    // The model answers 0; a label other than 0 is an error.
    private static async Task Report(SafeModel<float, float> safe, int count, Func<int, float> label)
    {
        for (int i = 0; i < count; i++)
        {
            safe.ReportLabel((await safe.EvaluateAsync(0)).CallId, label(i));
            if (i % 100 == 99)
            {
                await safe.FlushAsync();
            }
        }
    }
}
