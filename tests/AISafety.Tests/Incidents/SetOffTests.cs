using System.Text.Json;
using System.Text.Json.Serialization;
using AISafety.Incidents;
using AISafety.Resilience;
using AISafety.Rollout;
using AISafety.Switches;
using AISafety.Tests.Alerts;
using AISafety.Tests.Rollout;
using AISafety.Tests.Support;

namespace AISafety.Tests.Incidents;

/// <summary>What containment sets off, in a whole safe model: the alerts of the parts that it moved.</summary>
[TestFixture]
public sealed class SetOffTests
{
    private static readonly JsonSerializerOptions s_json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private static bool IsCritical(Incident incident) => incident.Severity == IncidentSeverity.Critical;

    private static IncidentDesk Desk(params IContainmentAction[] actions) => new(new() { Containment = [.. actions.Select(static action => new ContainmentRule(action, IsCritical))] });

    private static async Task<IReadOnlyList<Incident>> AllAsync(IncidentDesk desk) => await desk.ListAsync();

    [Test]
    public async Task Switch_that_an_incident_engages_opens_no_further_one_and_is_given_back_by_undoing()
    {
        KillSwitch killSwitch = new();
        IncidentDesk desk = Desk(Containments.Engage(killSwitch));
        await using SafeModel<int, string> safe = Switchboard.Build(safety => safety.UseName("credit").AddKillSwitch(killSwitch).AddIncidents(desk));

        await safe.AskAsync(Switchboard.Critical);
        await safe.FlushAsync();

        Incident incident = (await AllAsync(desk)).Single();
        Assert.That((killSwitch.State.IsEngaged, killSwitch.History.Count), Is.EqualTo((true, 1)));
        Assert.That((incident.Kind, incident.Conditions.Count), Is.EqualTo(("other", 1)));
        Assert.That((desk.Statistics.Received, desk.Statistics.Ignored), Is.EqualTo((2, 1)));

        IncidentChange undone = await desk.UndoAsync(incident.Id, "kill-switch", "ann");
        await safe.FlushAsync();

        Assert.That((undone.IsDone, undone.Refusal, killSwitch.State.IsEngaged), Is.EqualTo((true, (string?)null, false)));
        Assert.That(((await AllAsync(desk)).Count, desk.Statistics.Ignored, desk.Statistics.Unmatched), Is.EqualTo((1, 2, 0)));
    }

    [Test]
    public async Task Switch_and_ladder_of_one_incident_are_one_incident()
    {
        KillSwitch killSwitch = new();
        DegradationLadder ladder = new();
        IncidentDesk desk = Desk(Containments.Engage(killSwitch), Containments.HoldAt(ladder, "rules"));
        await using SafeModel<int, string> safe = Switchboard.Build(safety => safety
            .AddKillSwitch(killSwitch).AddDegradation(static rungs => rungs.Rules(static _ => "rules"), ladder: ladder).AddIncidents(desk));

        await safe.AskAsync(Switchboard.Critical);
        await safe.FlushAsync();

        Assert.That((killSwitch.State.IsEngaged, ladder.CurrentRung, (await AllAsync(desk)).Count), Is.EqualTo((true, "rules", 1)));

        await desk.UndoAsync((await AllAsync(desk)).Single().Id, "degrade-to-rules", "ann");
        await safe.FlushAsync();

        Assert.That((ladder.Held, ladder.CurrentRung, (await AllAsync(desk)).Count), Is.EqualTo(((DegradationMove?)null, "rules", 1)));
    }

    [Test]
    public async Task Rollout_that_an_incident_rolls_back_opens_no_further_one()
    {
        await using Scene scene = new();
        Desks desks = new(new() { Containment = [new(Containments.RollBack(() => scene.Rollout), IsCritical)] });
        Incident incident = await desks.SendAsync(desks.Alert(severity: AlertSeverity.Critical));
        Assert.That(scene.Rollout.State.Status, Is.EqualTo(RolloutStatus.RolledBack));

        SafetyAlert told = scene.Safe.GetOpenAlerts().Single(static alert => alert.Code == "rollout.rolled-back");
        await desks.SendAsync(told);

        Assert.That((await desks.OnlyAsync()).Id, Is.EqualTo(incident.Id));
    }

    [Test]
    public async Task Switch_that_a_person_engages_is_an_incident_and_is_not_engaged_again_for_it()
    {
        KillSwitch killSwitch = new();
        IncidentDesk desk = Desk(Containments.Engage(killSwitch));
        await using SafeModel<int, string> safe = Switchboard.Build(safety => safety.AddKillSwitch(killSwitch).AddIncidents(desk));

        await killSwitch.EngageAsync("ben", "It approves everybody, see aisafety: incident 1: what it says.");
        await safe.FlushAsync();

        Incident incident = (await AllAsync(desk)).Single();
        Assert.That((incident.Kind, incident.Containment.Count, killSwitch.History.Count), Is.EqualTo(("kill-switch", 0, 1)));
        await killSwitch.ReleaseAsync("ben", "Go.");
        await safe.FlushAsync();
        Assert.That((await AllAsync(desk)).Single().IsQuiet, Is.True);
    }

    [Test]
    public async Task Switch_that_stays_engaged_after_its_incident_is_over_is_an_incident_when_it_is_told_of_again()
    {
        Desks desks = new(new() { Containment = [new(Containments.Engage(new()), IsCritical)] });
        Incident cause = await desks.SendAsync(desks.Alert(severity: AlertSeverity.Critical));
        SafetyAlert told = desks.Alert("killswitch.engaged", AlertSeverity.Critical, monitor: "kill-switch", feature: null) with
        {
            SetOffBy = $"incident {cause.Id}: {cause.Title}",
        };
        await desks.SendAsync(told);
        Assert.That((await desks.OnlyAsync()).Id, Is.EqualTo(cause.Id));
        await desks.Desk.AdvanceAsync(cause.Id, IncidentStage.Recovered, "ann");

        Incident left = await desks.SendAsync(told with { Id = "again", State = AlertState.Reminder, RaisedAt = desks.Later().Clock.GetUtcNow() });

        Assert.That((left.Kind, (await desks.Desk.ListAsync()).Count), Is.EqualTo(("kill-switch", 2)));
    }

    [Test]
    public async Task Switch_that_an_alert_rule_throws_for_a_rollback_of_an_incident_is_an_incident_though_it_quotes_it()
    {
        KillSwitch killSwitch = new();
        Scene? scene = null;
        Desks desks = new(new() { Containment = [new(Containments.RollBack(() => scene!.Rollout), IsCritical)] });
        scene = new(configure: safety => safety.AddKillSwitch(killSwitch, static alert => alert.Code == "rollout.rolled-back").AddIncidents(desks.Desk));
        await using (scene)
        {
            Incident cause = await desks.SendAsync(desks.Alert(severity: AlertSeverity.Critical));
            await scene.Safe.FlushAsync();
            await scene.Safe.FlushAsync();

            Assert.That(killSwitch.State.Reason, Does.Contain($"by aisafety: incident {cause.Id}: {cause.Title}"));
            Assert.That((await AllAsync(desks.Desk)).Select(static one => one.Kind), Is.EquivalentTo(new[] { cause.Kind, "kill-switch" }));
        }
    }

    [TestCase("ben", "{0}")]
    [TestCase("ben", "The kill switch was engaged by aisafety: {0}")]
    [TestCase("aisafety", "See {0}")]
    [TestCase("aisafety", "{0} And more.")]
    public async Task Switch_that_a_person_engages_with_a_reason_that_was_pasted_is_an_incident(string actor, string reason)
    {
        KillSwitch killSwitch = new();
        IncidentDesk desk = new();
        await using SafeModel<int, string> safe = Switchboard.Build(safety => safety.AddKillSwitch(killSwitch).AddIncidents(desk));
        await safe.AskAsync(Switchboard.Critical);
        Incident cause = (await AllAsync(desk)).Single();

        await killSwitch.EngageAsync(actor, string.Format(System.Globalization.CultureInfo.InvariantCulture, reason, $"incident {cause.Id}: {cause.Title}"));
        await safe.FlushAsync();

        Assert.That((await AllAsync(desk)).Select(static one => one.Kind), Is.EquivalentTo(new[] { "other", "kill-switch" }));
    }

    [Test]
    public async Task Alert_that_a_monitor_passes_on_is_not_set_off_by_an_incident_and_what_set_it_off_is_not_printed()
    {
        SafetyAlert told = new("killswitch.engaged", "It is so.", AlertSeverity.Critical) { SetOffBy = "incident 0123456789abcdef-1: secret" };
        Switchboard.Sink sink = new();
        await using SafeModel<int, string> safe = Scripted.Model.WithSafety(safety => safety
            .AddAlertSink(sink).AddMonitor(new Scripted.Monitor("relay", (_, context) => context.Raise(told with { Code = "relay.told" }))));

        await safe.AskAsync(1);

        Assert.That(sink.Sent.Select(static alert => (alert.Code, alert.SetOffBy)), Is.EqualTo(new[] { ("relay.told", (string?)null) }));
        Assert.That(told.ToString() + JsonSerializer.Serialize(told, s_json), Does.Not.Contain("secret"));
    }

    [Test]
    public async Task Incident_of_a_monitor_of_ones_own_is_called_by_code_and_monitor()
    {
        Desks desks = new();

        Incident incident = await desks.SendAsync(desks.Alert("queue.long", monitor: "queue-watch"));

        Assert.That(incident.Title, Is.EqualTo("credit: queue.long of queue-watch"));
    }

    [Test]
    public async Task HoldAt_of_a_rung_that_there_is_not_says_which_there_are()
    {
        DegradationLadder ladder = new();
        IContainmentAction early = Containments.HoldAt(ladder, "nope");
        await using SafeModel<int, string> safe = Switchboard.Build(safety => safety.AddDegradation(static rungs => rungs.Rules(static _ => "rules").Refuse(), ladder: ladder));
        Desks desks = new(new() { Containment = [new(early, static _ => true)] });

        Incident incident = await desks.SendAsync(desks.Alert());

        Assert.That(incident.Timeline[^1].Text, Is.EqualTo("degrade-to-nope could not be applied: there is no rung 'nope'; expected one of: full, rules, refuse."));
        Assert.That(() => Containments.HoldAt(ladder, "nope"), Throws.ArgumentException.With.Message.Contains("full, rules, refuse"));
    }
}
