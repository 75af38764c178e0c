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
}
