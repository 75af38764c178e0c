namespace AISafety.Tests.Drift.Errors;

public sealed class HarmfulShiftTests
{
    [Test]
    public async Task Observe_inputs_shift_and_risk_does_not_is_silent()
    {
        List<SafetyAlert> alerts = [];
        Random random = new(3);
        await using SafeModel<float, float> safe = Build(new(), alerts);
        await Report(safe, 1000, _ => 0, _ => random.NextDouble() < 0.1);
        await Report(safe, 2000, _ => 50, _ => random.NextDouble() < 0.1);
        Assert.That(alerts, Is.Empty);
    }

    [Test]
    public async Task Observe_risk_rises_is_raised_and_over_when_it_has_fallen([Values(DriftGuarantee.ArlTarget, DriftGuarantee.LifetimeAlpha)] DriftGuarantee guarantee)
    {
        List<SafetyAlert> alerts = [];
        Random random = new(4);
        await using SafeModel<float, float> safe = Build(new() { Guarantee = guarantee, ClearRows = 200 }, alerts);
        await Report(safe, 1000, _ => 0, _ => random.NextDouble() < 0.1);
        await Report(safe, 300, _ => 0, _ => random.NextDouble() < 0.6);
        Assert.That(alerts.Select(alert => (alert.Code, alert.State)), Is.EqualTo(new[] { ("drift.harmful", AlertState.Raised) }));
        Assert.That(alerts[0].Value, Is.GreaterThanOrEqualTo(alerts[0].Threshold));
        await Report(safe, 2000, _ => 0, _ => random.NextDouble() < 0.1);
        Assert.That(alerts.Skip(1).Select(alert => alert.State), guarantee == DriftGuarantee.ArlTarget ? Is.EqualTo(new[] { AlertState.Resolved }) : Is.Empty);
    }

    [Test]
    public async Task Observe_estimated_risk_needs_no_outcomes_and_tells_what_is_none()
    {
        List<SafetyAlert> alerts = [];
        await using SafeModel<float, float> safe = Model.FromDelegate((float x) => x).WithSafety(safety => safety
            .AddEstimatedHarmfulShiftDetection(ReferenceRisk.FromMean(0.1, 1000), y => y)
            .OnAlert(alerts.Add));
        for (int i = 0; i < 1000; i++)
        {
            await safe.EvaluateAsync(i < 500 ? 0.1f : 0.6f);
        }

        await safe.FlushAsync();
        Assert.That(alerts.Select(alert => (alert.Monitor, alert.Code)), Is.EqualTo(new[] { ("harmful-shift-estimated", "drift.harmful") }));
        await safe.EvaluateAsync(2);
        await safe.FlushAsync();
        Assert.That(alerts[^1].Code, Is.EqualTo("drift.risk-invalid"));
    }

    [Test]
    public async Task Observe_risk_of_an_answer_that_is_no_number_is_told([Values] bool isEstimated)
    {
        List<SafetyAlert> alerts = [];
        await using SafeModel<float, float> safe = Model.FromDelegate((float x) => x).WithSafety(safety =>
        {
            safety.UseOutcomes(y => y).OnAlert(alerts.Add);
            _ = isEstimated
                ? safety.AddEstimatedHarmfulShiftDetection(ReferenceRisk.FromMean(0.1, 1000), _ => float.NaN)
                : safety.AddHarmfulShiftDetection(ReferenceRisk.FromMean(0.1, 1000), loss: (_, _) => double.NaN);
        });
        await Report(safe, 100, _ => 0, _ => false);
        Assert.That(alerts.Select(alert => (alert.Code, alert.Value)), Is.EqualTo(new[] { ("drift.risk-invalid", 100.0) }));
    }

    [Test]
    public async Task Observe_calls_that_are_refused_have_no_risk()
    {
        List<SafetyAlert> alerts = [];
        await using SafeModel<float, float> safe = Model.FromDelegate((float x) => x).WithSafety(safety => safety
            .AddInputGuard(_ => new Refuse())
            .AddEstimatedHarmfulShiftDetection(ReferenceRisk.FromMean(0.1, 1000), y => y)
            .OnAlert(alerts.Add));
        await safe.EvaluateAsync(0);
        await safe.FlushAsync();
        Assert.That(alerts, Is.Empty);
    }

    [Test]
    public async Task Observe_risk_has_fallen_is_over_after_ClearRows_rows()
    {
        List<SafetyAlert> alerts = [];
        Random random = new(4);
        await using SafeModel<float, float> safe = Build(new() { ClearRows = 1000 }, alerts);
        await Report(safe, 100, _ => 0, _ => true);
        Assert.That(alerts.Select(alert => alert.State), Is.EqualTo(new[] { AlertState.Raised }));

        // Up to 1,000 rows with some of the bad ones, 1,000 without, and the clear reports of three blocks of 100.
        await Report(safe, 2300, _ => 0, _ => random.NextDouble() < 0.05);
        Assert.That(alerts.Select(alert => alert.State), Is.EqualTo(new[] { AlertState.Raised, AlertState.Resolved }));
    }

    [Test]
    public async Task Observe_risk_rises_again_after_a_calm_time_is_not_cleared()
    {
        List<SafetyAlert> alerts = [];
        await using SafeModel<float, float> safe = Build(new() { ClearRows = 200 }, alerts);
        await Report(safe, 100, _ => 0, _ => true);
        await Report(safe, 300, _ => 0, _ => false);
        await Report(safe, 800, _ => 0, i => i % 2 == 0);
        Assert.That(alerts.Select(alert => alert.State), Is.EqualTo(new[] { AlertState.Raised }));
    }

    [Test]
    public void Build_bad_options_are_named()
    {
        Assert.That(() => Build(new() { Guarantee = DriftGuarantee.PerLook }, []), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("Guarantee is PerLook"));
        Assert.That(() => Build(new() { Margin = 0.9 }, []), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("the limit"));
        Assert.That(
            () => Build(new() { Guarantee = DriftGuarantee.LifetimeAlpha, Alpha = 0.01 }, []), Throws.TypeOf<SafetyBuildException>().With.Message.Contains("Alpha is 0.01"));
        Assert.That(() => ReferenceRisk.FromErrors(3, 2), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => ReferenceRisk.FromMean(double.NaN, 2), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private sealed class Refuse : IInputGuard<float>
    {
        public string Name => "refuse";

        public ValueTask<Verdict<float>> InspectAsync(float input, SafetyContext context) => new(Verdict.Block("test.refused", "No."));
    }

    private static SafeModel<float, float> Build(HarmfulShiftOptions options, List<SafetyAlert> alerts) =>
        Model.FromDelegate((float x) => x).WithSafety(safety => safety
            .UseOutcomes(y => y)
            .AddHarmfulShiftDetection(ReferenceRisk.FromErrors(100, 1000), options)
            .OnAlert(alerts.Add));

    private static async Task Report(SafeModel<float, float> safe, int count, Func<int, float> input, Func<int, bool> isWrong)
    {
        for (int i = 0; i < count; i++)
        {
            float x = input(i);
            safe.ReportLabel((await safe.EvaluateAsync(x)).CallId, isWrong(i) ? x + 1 : x);
            if (i % 100 == 99)
            {
                await safe.FlushAsync();
            }
        }
    }
}
