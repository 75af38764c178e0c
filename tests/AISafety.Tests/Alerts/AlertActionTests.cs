using AISafety.Alerts;
using Microsoft.Extensions.Time.Testing;
using static AISafety.Tests.Alerts.Switchboard;

namespace AISafety.Tests.Alerts;

[TestFixture]
public sealed class AlertActionTests
{
    [Test]
    public async Task Action_is_applied_once_when_the_condition_is_meant_and_reverted_when_it_is_over()
    {
        Switchboard.Action action = new();
        await using SafeModel<int, string> safe = Build(safety => safety.OnAlert(alert => alert.Severity >= AlertSeverity.Critical, action));

        await safe.AskAsync(High);
        Assert.That(action.Done, Is.Empty);
        await safe.AskAsync(Critical, Critical);
        await safe.AskAsync(Clear, Clear, Clear);
        await safe.AskAsync(Critical);

        Assert.That(action.Done, Is.EqualTo(new[] { "apply Critical", "revert Resolved", "apply Critical" }));
    }

    [Test]
    public async Task Action_that_fails_is_applied_again_when_the_condition_is_next_sent_and_not_reverted_before()
    {
        Switchboard.Action action = new(alert => alert.Severity == AlertSeverity.High ? throw new InvalidOperationException() : default);
        await using SafeModel<int, string> safe = Build(safety => safety.UseAlerts(new() { FlapWindow = TimeSpan.Zero }).OnAlert(_ => true, action));

        await safe.AskAsync(High);
        await safe.AskAsync(Clear, Clear, Clear);
        await safe.AskAsync(High);
        await safe.AskAsync(Critical);
        await safe.AskAsync(Clear, Clear, Clear);

        Assert.That(action.Done, Is.EqualTo(new[] { "apply High", "apply High", "apply Critical", "revert Resolved" }));
        Assert.That(safe.GetAlertStatistics().ActionsFailed, Is.EqualTo(2));
    }

    [Test]
    public async Task Action_whose_condition_cannot_be_judged_is_applied()
    {
        Switchboard.Action action = new();
        await using SafeModel<int, string> safe = Build(safety => safety.OnAlert(_ => throw new InvalidOperationException(), action));

        await safe.AskAsync(High);

        Assert.That(action.Done, Is.EqualTo(new[] { "apply High" }));
        Assert.That(safe.GetAlertStatistics().ActionsFailed, Is.EqualTo(1));
    }

    [Test]
    public async Task Action_that_is_slow_ends_up_where_the_condition_is()
    {
        TaskCompletionSource release = new();
        TaskCompletionSource arrived = new();
        Switchboard.Action action = new(_ =>
        {
            arrived.TrySetResult();
            return new(release.Task);
        });
        await using SafeModel<int, string> safe = Build(safety => safety
            .UseRecording(new() { DrainTimeout = TimeSpan.FromMilliseconds(1) })
            .UseAlerts(new() { FlapWindow = TimeSpan.Zero })
            .OnAlert(_ => true, action));
        await safe.AskAsync(High);
        await arrived.Task;
        for (int i = 0; i < 3; i++)
        {
            await safe.AskAsync(Clear, Clear, Clear, High);
        }

        await safe.AskAsync(Clear, Clear, Clear);
        release.SetResult();
        SpinWait.SpinUntil(() => action.Done.Count == 2);

        Assert.That(action.Done, Is.EqualTo(new[] { "apply High", "revert Resolved" }));
    }

    [Test]
    public async Task AlertBreaker_holds_the_model_back_until_the_condition_is_over()
    {
        await using SafeModel<int, string> safe = Build(safety => safety.AddAlertBreaker(alert => alert.Severity >= AlertSeverity.High).AddFallback("careful"));

        Assert.That((await safe.AskAsync(High)).Output, Is.EqualTo("1"));
        SafetyResult<string> held = await safe.EvaluateAsync(Nothing);
        Assert.That((held.Action, held.Output, held.ServedBy), Is.EqualTo((SafetyAction.Block, "careful", "fallback-constant")));
        Assert.That(held.Evidence.Select(evidence => (evidence.Guard, evidence.Code)), Has.Member(("alert-breaker", "alert.open")));

        // Calls that are held back have no features; a monitor that looks elsewhere clears.
        await safe.AskAsync(Clear);
        Assert.That((await safe.EvaluateAsync(Nothing)).ServedBy, Is.EqualTo("fallback-constant"));
    }

    [Test]
    public async Task AlertBreaker_lets_the_model_be_tried_again_when_nothing_was_raised_for_long()
    {
        FakeTimeProvider clock = new();
        AlertBreaker breaker = new();
        await using SafeModel<int, string> safe = Build(safety => safety.UseTimeProvider(clock).AddAlertBreaker(_ => true, breaker).AddFallback("careful"));
        await safe.AskAsync(High);
        Assert.That(breaker.IsOpen, Is.True);

        clock.Advance(TimeSpan.FromHours(1));
        await safe.FlushAsync();
        Assert.That(breaker.IsOpen, Is.False);
        Assert.That((await safe.AskAsync(Nothing)).ServedBy, Is.EqualTo("model"));

        await safe.AskAsync(High);
        Assert.That((await safe.AskAsync(Nothing)).ServedBy, Is.EqualTo("fallback-constant"));
    }

    [Test]
    public async Task AlertBreaker_reset_admits_until_the_condition_comes_up_again()
    {
        AlertBreaker breaker = new();
        await using SafeModel<int, string> safe = Build(safety => safety.UseAlerts(new() { FlapWindow = TimeSpan.Zero }).AddAlertBreaker(_ => true, breaker).AddFallback("careful"));
        await safe.AskAsync(High);

        breaker.Reset();
        Assert.That((await safe.AskAsync(High)).ServedBy, Is.EqualTo("model"));
        Assert.That((await safe.AskAsync(Critical)).ServedBy, Is.EqualTo("model"));
        await safe.AskAsync(Clear, Clear, Clear);
        Assert.That(breaker.IsOpen, Is.False);
        await safe.AskAsync(High);

        Assert.That(breaker.IsOpen, Is.True);
    }

    [Test]
    public async Task AlertBreaker_in_report_only_marks_calls()
    {
        await using SafeModel<int, string> safe = Build(safety => safety.AddAlertBreaker(_ => true, options: new() { Mode = GuardMode.ReportOnly }));
        await safe.AskAsync(High);

        SafetyResult<string> result = await safe.EvaluateAsync(Nothing);

        Assert.That((result.Action, result.ServedBy), Is.EqualTo((SafetyAction.Allow, "model")));
        Assert.That(result.Evidence.Select(evidence => (evidence.Code, evidence.Mode)), Is.EqualTo(new[] { ("alert.open", GuardMode.ReportOnly) }));
    }

    [Test]
    public async Task AlertBreaker_of_two_models_admits_when_the_last_condition_is_over()
    {
        AlertBreaker breaker = new();
        await using SafeModel<int, string> one = Build(safety => safety.OnAlert(_ => true, breaker));
        await using SafeModel<int, string> other = Build(safety => safety.OnAlert(_ => true, breaker));

        await one.AskAsync(High);
        await other.AskAsync(High);
        await one.AskAsync(Clear, Clear, Clear);
        Assert.That(breaker.IsOpen, Is.True);
        await other.AskAsync(Clear, Clear, Clear);

        Assert.That(breaker.IsOpen, Is.False);
    }
}
