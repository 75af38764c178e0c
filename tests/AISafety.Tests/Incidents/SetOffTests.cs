using AISafety.Incidents;
using AISafety.Resilience;
using AISafety.Rollout;
using AISafety.Switches;
using AISafety.Tests.Alerts;
using AISafety.Tests.Rollout;

namespace AISafety.Tests.Incidents;

/// <summary>What containment sets off, in a whole safe model: the alerts of the parts that it moved.</summary>
[TestFixture]
public sealed class SetOffTests
{
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
            Message = $"The kill switch was engaged by aisafety: incident {cause.Id}: {cause.Title}",
        };
        await desks.SendAsync(told);
        Assert.That((await desks.OnlyAsync()).Id, Is.EqualTo(cause.Id));
        await desks.Desk.AdvanceAsync(cause.Id, IncidentStage.Recovered, "ann");

        Incident left = await desks.SendAsync(told with { Id = "again", State = AlertState.Reminder, RaisedAt = desks.Later().Clock.GetUtcNow() });

        Assert.That((left.Kind, (await desks.Desk.ListAsync()).Count), Is.EqualTo(("kill-switch", 2)));
    }

    [TestCase(0, 1)]
    [TestCase(1, 0)]
    public async Task Switch_of_two_incidents_is_given_back_when_both_are_undone(int first, int last)
    {
        KillSwitch killSwitch = new();
        Desks desks = new(new() { Containment = [new(Containments.Engage(killSwitch), IsCritical)] });
        string[] ids =
        [
            (await desks.SendAsync(desks.Alert(severity: AlertSeverity.Critical))).Id,
            (await desks.Later().SendAsync(desks.Alert("fairness.gap", AlertSeverity.Critical))).Id,
        ];

        IncidentChange one = await desks.Desk.UndoAsync(ids[first], "kill-switch", "ann");
        Assert.That((one.Refusal, killSwitch.State.IsEngaged), Is.EqualTo((one.Refusal, true)));
        Assert.That(one.Refusal, Does.Contain("not by this incident alone"));
        IncidentChange other = await desks.Desk.UndoAsync(ids[last], "kill-switch", "ann");

        Assert.That((other.Refusal, killSwitch.State.IsEngaged), Is.EqualTo(((string?)null, false)));
        Assert.That((await desks.Desk.UndoAsync(ids[first], "kill-switch", "ann")).IsDone, Is.True);
    }

    [Test]
    public async Task Switch_that_an_incident_engages_again_after_an_undo_was_refused_is_held_again()
    {
        KillSwitch killSwitch = new();
        IContainmentAction engage = Containments.Engage(killSwitch);
        Desks desks = new(new() { Containment = [new(engage, IsCritical)] });
        Incident one = await desks.SendAsync(desks.Alert(severity: AlertSeverity.Critical));
        Incident two = await desks.Later().SendAsync(desks.Alert("fairness.gap", AlertSeverity.Critical));
        await desks.Desk.UndoAsync(one.Id, "kill-switch", "ann");
        await engage.ApplyAsync(one, CancellationToken.None);

        Assert.That((await desks.Desk.UndoAsync(two.Id, "kill-switch", "ann")).IsDone, Is.False);

        Assert.That(killSwitch.State.IsEngaged, Is.True);
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
