using AISafety.Alerts;
using AISafety.Switches;
using AISafety.Tests.Alerts;
using AISafety.Tests.Support;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using static AISafety.Tests.Alerts.Switchboard;

namespace AISafety.Tests.Switches;

[TestFixture]
public sealed class KillSwitchModelTests
{
    [Test]
    public async Task AddKillSwitch_refuses_every_call_of_every_model_until_it_is_released()
    {
        KillSwitch killSwitch = new();
        await using SafeModel<int, string> one = Scripted.Model.WithSafety(safety => safety.AddKillSwitch(killSwitch).AddFallback("careful"));
        await using SafeModel<int, string> other = Scripted.Model.WithSafety(safety => safety.AddKillSwitch(killSwitch));

        await killSwitch.EngageAsync("anna", "secret reason");
        SafetyResult<string> answered = await one.EvaluateAsync(1);
        SafetyResult<string> refused = await other.EvaluateAsync(1);
        Assert.That((answered.Action, answered.ServedBy), Is.EqualTo((SafetyAction.Block, "fallback-constant")));
        Assert.That((refused.HasOutput, refused.Evidence.Single().Code, refused.Evidence.Single().Guard), Is.EqualTo((false, "killswitch.engaged", "kill-switch")));
        Assert.That(refused.Evidence.Single().Message, Does.Not.Contain("secret").And.Not.Contain("anna"));

        await killSwitch.ReleaseAsync("anna", "Go.");
        Assert.That((await other.EvaluateAsync(1)).Action, Is.EqualTo(SafetyAction.Allow));
    }

    [Test]
    public async Task AddKillSwitch_has_an_alert_open_while_it_is_engaged()
    {
        KillSwitch killSwitch = new();
        await killSwitch.EngageAsync("anna", "Before the model was built.");
        Sink sink = new();
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety.UseName("credit").AddKillSwitch(killSwitch).AddAlertSink(sink));

        SafetyAlert open = safe.GetOpenAlerts().Single();
        Assert.That((open.Code, open.Monitor, open.Severity), Is.EqualTo(("killswitch.engaged", "kill-switch", AlertSeverity.Critical)));
        Assert.That(open.Message, Does.Contain("anna").And.Contain("Before the model was built."));
        await killSwitch.EngageAsync("ben", "Something else.");
        await killSwitch.ReleaseAsync("ben", "Go.");
        Assert.That(safe.GetOpenAlerts(), Is.Empty);
        await killSwitch.EngageAsync("anna", "Again.");
        await safe.FlushAsync();

        Assert.That(sink.Sent.Select(alert => alert.State), Is.EqualTo(new[] { AlertState.Raised, AlertState.Updated, AlertState.Resolved, AlertState.Raised }));
    }

    [Test]
    public async Task AddKillSwitch_shows_in_the_gauge_and_in_health()
    {
        using Watched watched = new();
        using MetricCollector<double> engaged = watched.Collect<double>("aisafety.killswitch.engaged");
        KillSwitch everywhere = new(new() { Name = "everywhere" });
        SafetyBuilder<int, string> builder = new SafetyBuilder<int, string>(Scripted.Model).UseName("credit").UseMetrics(watched.Meters).AddKillSwitch(new KillSwitch()).AddKillSwitch(everywhere);
        await using SafeModel<int, string> safe = builder.Build();
        IReportsHealth[] parts = [.. builder.AdmissionGuards.Select(one => (IReportsHealth)one.Create(new(null, TimeProvider.System))).Take(1)];

        await everywhere.EngageAsync("anna", "Stop.");
        engaged.RecordObservableInstruments();

        Assert.That(Watched.Texts(engaged), Is.EquivalentTo(new[] { "guard=kill-switch model=credit: 0", "guard=everywhere model=credit: 1" }));
        Assert.That(parts.Single().GetHealth().State, Is.EqualTo(HealthState.Healthy));
        Assert.That((await safe.EvaluateAsync(1)).Evidence.Single().Guard, Is.EqualTo("everywhere"));
    }

    [Test]
    public void AddKillSwitch_two_of_one_name_are_refused() => Assert.That(
        () => new SafetyBuilder<int, string>(Scripted.Model).AddKillSwitch(new KillSwitch()).AddKillSwitch(new KillSwitch()).Build(),
        Throws.TypeOf<SafetyBuildException>().With.Message.Contains("'kill-switch'"));

    [Test]
    public async Task AddKillSwitch_thrown_by_an_alert_stays_when_the_alert_is_over()
    {
        KillSwitch killSwitch = new();
        await using SafeModel<int, string> safe = Build(safety => safety.UseName("credit").AddKillSwitch(killSwitch, alert => alert.Severity >= AlertSeverity.High).OnAlert(_ => { }));

        await safe.AskAsync(High);
        Assert.That((killSwitch.State.IsEngaged, killSwitch.State.Actor, killSwitch.State.Reason), Is.EqualTo((true, "alert credit/watch", "test.alert: It is so.")));
        Assert.That((await safe.EvaluateAsync(Nothing)).Evidence.Single().Code, Is.EqualTo("killswitch.engaged"));

        // The model is held, so nobody clears; who looked and did not see says so by hand.
        await killSwitch.ReleaseAsync("anna", "Looked at.");
        await safe.AskAsync(Clear, Clear, Clear);
        await safe.AskAsync(High);
        await killSwitch.ReleaseAsync("anna", "Looked at.");
        Assert.That(killSwitch.History.Select(change => (change.Actor, change.IsEngaged)), Is.EqualTo(new[] { ("alert credit/watch", true), ("anna", false), ("alert credit/watch", true), ("anna", false) }));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task OnAlert_releases_when_all_its_conditions_are_over_only_if_told_to(bool releaseWhenOver)
    {
        KillSwitch killSwitch = new();
        IAlertAction action = killSwitch.OnAlert(releaseWhenOver);
        SafetyAlert one = new("drift.feature", "It moved.", AlertSeverity.High) { Model = "credit", Monitor = "drift", ConditionId = "1" };
        SafetyAlert other = one with { Code = "performance.low", ConditionId = "2" };

        await action.ApplyAsync(one, default);
        await action.ApplyAsync(other, default);
        Assert.That(killSwitch.History.Select(change => change.Reason), Is.EqualTo(new[] { "drift.feature: It moved." }));
        await action.RevertAsync(one, default);
        Assert.That(killSwitch.State.IsEngaged, Is.True);
        await action.RevertAsync(other, default);

        Assert.That(killSwitch.State.IsEngaged, Is.EqualTo(!releaseWhenOver));
    }

    [Test]
    public async Task OnAlert_never_releases_what_a_person_has_engaged()
    {
        KillSwitch killSwitch = new();
        IAlertAction action = killSwitch.OnAlert(releaseWhenOver: true);
        SafetyAlert alert = new("drift.feature", "It moved.", AlertSeverity.High) { Model = "credit", Monitor = "drift", ConditionId = "1" };

        await action.ApplyAsync(alert, default);
        await killSwitch.EngageAsync("anna", "I want it stopped.");
        await action.RevertAsync(alert, default);
        Assert.That((killSwitch.State.IsEngaged, killSwitch.State.Actor), Is.EqualTo((true, "anna")));

        await killSwitch.ReleaseAsync("anna", "Go.");
        await killSwitch.EngageAsync("anna", "Stop.");
        await action.ApplyAsync(alert, default);
        await action.RevertAsync(alert, default);
        Assert.That((killSwitch.State.IsEngaged, killSwitch.State.Actor), Is.EqualTo((true, "anna")));
    }

    [Test]
    public async Task OnAlert_its_own_alert_engages_nothing()
    {
        KillSwitch first = new(new() { Name = "first" });
        KillSwitch second = new(new() { Name = "second" });
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety.AddKillSwitch(first, _ => true).AddKillSwitch(second, _ => true));

        await first.EngageAsync("anna", "Stop.");
        await safe.FlushAsync();

        Assert.That((first.History.Count, second.State.IsEngaged), Is.EqualTo((1, false)));
    }

    [Test]
    public async Task OnAlert_store_that_fails_is_engaged_and_counted_as_an_action_that_failed()
    {
        ScriptedStore store = new();
        using KillSwitch killSwitch = await KillSwitch.OpenAsync(store);
        store.WriteFails = new IOException();
        await using SafeModel<int, string> safe = Build(safety => safety.AddKillSwitch(killSwitch, _ => true));

        await safe.AskAsync(High);

        Assert.That((killSwitch.State.IsEngaged, safe.GetAlertStatistics().ActionsFailed), Is.EqualTo((true, 1L)));
    }

    [Test]
    public async Task Engaging_while_calls_run_stops_each_that_begins_after_it()
    {
        KillSwitch killSwitch = new();
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety.AddKillSwitch(killSwitch));
        int engaged = 0;
        int admitted = 0;
        int late = 0;
        using CancellationTokenSource done = new();
        Task[] callers = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                bool after = Volatile.Read(ref engaged) == 1;
                bool allowed = (await safe.EvaluateAsync(1)).Action == SafetyAction.Allow;
                Interlocked.Add(ref admitted, allowed ? 1 : 0);
                Interlocked.Add(ref late, after && allowed ? 1 : 0);
            }
        }))];
        Assert.That(() => Volatile.Read(ref admitted), Is.GreaterThan(1_000).After(60_000, 1));

        await killSwitch.EngageAsync("anna", "Stop.");
        Volatile.Write(ref engaged, 1);
        for (int i = 0; i < 1_000; i++)
        {
            Assert.That((await safe.EvaluateAsync(1)).Action, Is.EqualTo(SafetyAction.Block));
        }

        await done.CancelAsync();
        await Task.WhenAll(callers);
        Assert.That(late, Is.Zero);
    }
}
