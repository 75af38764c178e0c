using AISafety.Access;
using AISafety.Incidents;
using AISafety.Resilience;
using AISafety.Rollout;
using AISafety.Switches;
using AISafety.Tests.Rollout;
using AISafety.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Incidents;

[TestFixture]
public sealed class ContainmentsTests
{
    private readonly FakeTimeProvider _clock = new(Desks.Start);

    private Desks Build(IContainmentAction action) => new(new() { Containment = [new(action, static _ => true)] }, clock: _clock);

    private static async Task<(Desks Desks, Incident Incident)> ContainedAsync(Desks desks)
    {
        Incident incident = await desks.SendAsync(desks.Alert(severity: AlertSeverity.Critical));
        Assert.That(incident.Containment.Single().State, Is.EqualTo(ContainmentState.Applied));
        return (desks, incident);
    }

    [Test]
    public async Task Engage_stops_the_model_and_undone_releases_it()
    {
        KillSwitch killSwitch = new(timeProvider: _clock);
        (Desks desks, Incident incident) = await ContainedAsync(Build(Containments.Engage(killSwitch)));
        Assert.That((killSwitch.State.IsEngaged, killSwitch.State.Actor, killSwitch.State.Reason), Is.EqualTo((true, "aisafety", $"incident {incident.Id}: {incident.Title}")));

        Assert.That((await desks.Desk.UndoAsync(incident.Id, "kill-switch", "ann")).IsDone, Is.True);

        Assert.That(killSwitch.State.IsEngaged, Is.False);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Engage_undone_leaves_what_a_person_has_engaged_and_says_so(bool personIsFirst)
    {
        KillSwitch killSwitch = new(timeProvider: _clock);
        if (personIsFirst)
        {
            await killSwitch.EngageAsync("ben", "Mine.");
        }

        (Desks desks, Incident incident) = await ContainedAsync(Build(Containments.Engage(killSwitch)));
        if (!personIsFirst)
        {
            await killSwitch.EngageAsync("ben", "Mine.");
        }

        IncidentChange change = await desks.Desk.UndoAsync(incident.Id, "kill-switch", "ann");

        Assert.That((killSwitch.State.IsEngaged, change.Incident!.Containment.Single().State), Is.EqualTo((true, ContainmentState.Applied)));
        Assert.That(change.Incident.Timeline[^1].Text, Is.EqualTo(FormattableString.Invariant($"kill-switch could not be undone: the kill switch is engaged by ben since {_clock.GetUtcNow():u}, not by this incident alone.")));
    }

    [Test]
    public async Task Engage_undone_after_a_person_has_released_it_is_undone()
    {
        KillSwitch killSwitch = new(timeProvider: _clock);
        (Desks desks, Incident incident) = await ContainedAsync(Build(Containments.Engage(killSwitch)));
        await killSwitch.ReleaseAsync("ben", "Go.");

        Assert.That((await desks.Desk.UndoAsync(incident.Id, "kill-switch", "ann")).IsDone, Is.True);
        Assert.That(killSwitch.History.Count, Is.EqualTo(2));
    }

    [Test]
    public async Task RollBack_takes_the_candidate_back_for_good()
    {
        await using Scene scene = new();
        (Desks desks, Incident incident) = await ContainedAsync(Build(Containments.RollBack(() => scene.Rollout)));
        Assert.That((scene.Status, scene.Rollout.State.Events[^1].Actor), Is.EqualTo((RolloutStatus.RolledBack, "aisafety")));

        IncidentChange change = await desks.Desk.UndoAsync(incident.Id, "rollback", "ann");

        Assert.That(change.Refusal, Is.EqualTo("Action 'rollback': a rollback is final; for another try, begin a rollout of another name."));
    }

    [Test]
    public async Task RollBack_without_a_rollout_fails_and_says_so()
    {
        Desks desks = Build(Containments.RollBack(static () => null));

        Incident incident = await desks.SendAsync(desks.Alert());

        Assert.That((incident.Containment.Single().State, incident.Timeline[^1].Text), Is.EqualTo((ContainmentState.Failed, "rollback could not be applied: there is no rollout yet.")));
    }

    [Test]
    public async Task HoldAt_holds_the_ladder_and_undone_releases_it()
    {
        DegradationLadder ladder = new();
        await using SafeModel<int, string> safe = Laddered(ladder);
        (Desks desks, Incident incident) = await ContainedAsync(Build(Containments.HoldAt(ladder, "rules")));
        Assert.That((ladder.CurrentRung, ladder.Held!.Actor), Is.EqualTo(("rules", "aisafety")));

        Assert.That((await desks.Desk.UndoAsync(incident.Id, "degrade-to-rules", "ann")).IsDone, Is.True);

        Assert.That(ladder.Held, Is.Null);
    }

    [Test]
    public async Task HoldAt_undone_leaves_a_hold_that_a_person_has_put_on_since()
    {
        DegradationLadder ladder = new();
        await using SafeModel<int, string> safe = Laddered(ladder);
        (Desks desks, Incident incident) = await ContainedAsync(Build(Containments.HoldAt(ladder, "rules")));
        ladder.HoldAt("refuse", "ben", "Mine.");

        IncidentChange change = await desks.Desk.UndoAsync(incident.Id, "degrade-to-rules", "ann");

        Assert.That(change.Refusal, Does.Contain("the ladder is held by ben"));
        Assert.That((ladder.CurrentRung, ladder.Held!.Actor), Is.EqualTo(("refuse", "ben")));
    }

    [TestCase("refuse", "ben")]
    [TestCase("full", "aisafety")]
    public async Task HoldAt_never_goes_up_from_a_persons_hold_and_undone_gives_it_back(string persons, string holder)
    {
        DegradationLadder ladder = new();
        await using SafeModel<int, string> safe = Laddered(ladder);
        ladder.HoldAt(persons, "ben", "Mine.");
        (Desks desks, Incident incident) = await ContainedAsync(Build(Containments.HoldAt(ladder, "rules")));
        Assert.That(ladder.Held!.Actor, Is.EqualTo(holder));

        Assert.That((await desks.Desk.UndoAsync(incident.Id, "degrade-to-rules", "ann")).IsDone, Is.True);

        Assert.That((ladder.CurrentRung, ladder.Held!.Actor, ladder.Held.Detail), Is.EqualTo((persons, "ben", "Mine.")));
    }

    [TestCase("refuse")]
    [TestCase("rules")]
    public async Task HoldAt_undone_leaves_the_ladder_where_an_alert_forces_it(string forced)
    {
        DegradationLadder ladder = new();
        await using SafeModel<int, string> safe = Laddered(ladder, _clock);
        object alert = new();
        (Desks desks, Incident incident) = await ContainedAsync(Build(Containments.HoldAt(ladder, "rules")));
        ladder.Force(alert, ladder.IndexOf(forced), "drift.harmful");

        Assert.That((await desks.Desk.UndoAsync(incident.Id, "degrade-to-rules", "ann")).IsDone, Is.True);

        Assert.That((ladder.Held, ladder.CurrentRung, await LaterAsync(safe, ladder)), Is.EqualTo(((DegradationMove?)null, forced, forced)));
        ladder.Lift(alert);
        Assert.That(await LaterAsync(safe, ladder), Is.EqualTo("full"));
    }

    [Test]
    public async Task HoldAt_undone_without_an_alert_lets_the_ladder_up()
    {
        DegradationLadder ladder = new();
        await using SafeModel<int, string> safe = Laddered(ladder, _clock);
        (Desks desks, Incident incident) = await ContainedAsync(Build(Containments.HoldAt(ladder, "rules")));
        Assert.That(await LaterAsync(safe, ladder), Is.EqualTo("rules"));

        await desks.Desk.UndoAsync(incident.Id, "degrade-to-rules", "ann");

        Assert.That(await LaterAsync(safe, ladder), Is.EqualTo("full"));
    }

    [Test]
    public async Task HoldAt_of_two_incidents_that_are_undone_one_after_the_other_holds_nothing_any_more()
    {
        DegradationLadder ladder = new();
        await using SafeModel<int, string> safe = Laddered(ladder);
        (Desks first, Incident higher) = await ContainedAsync(Build(Containments.HoldAt(ladder, "rules")));
        (Desks second, Incident lower) = await ContainedAsync(Build(Containments.HoldAt(ladder, "refuse")));
        Assert.That(ladder.CurrentRung, Is.EqualTo("refuse"));

        Assert.That((await second.Desk.UndoAsync(lower.Id, "degrade-to-refuse", "ann")).IsDone, Is.True);
        Assert.That((ladder.CurrentRung, ladder.Held!.Detail), Is.EqualTo(("rules", $"incident {higher.Id}: {higher.Title}")));
        Assert.That((await first.Desk.UndoAsync(higher.Id, "degrade-to-rules", "ann")).IsDone, Is.True);

        Assert.That(ladder.Held, Is.Null);
    }

    [Test]
    public async Task HoldAt_that_is_applied_twice_still_gives_a_persons_hold_back()
    {
        DegradationLadder ladder = new();
        await using SafeModel<int, string> safe = Laddered(ladder);
        ladder.HoldAt("full", "ben", "Mine.");
        (Desks desks, Incident incident) = await ContainedAsync(Build(Containments.HoldAt(ladder, "rules")));
        await Containments.HoldAt(ladder, "rules").ApplyAsync(incident, CancellationToken.None);

        await desks.Desk.UndoAsync(incident.Id, "degrade-to-rules", "ann");

        Assert.That((ladder.CurrentRung, ladder.Held!.Actor), Is.EqualTo(("full", "ben")));
    }

    [Test]
    public async Task Block_blocks_the_caller_and_undone_lets_it_in()
    {
        CallerBlocklist blocklist = new(timeProvider: _clock);
        (Desks desks, Incident incident) = await ContainedAsync(Build(Containments.Block(blocklist, static _ => "batch")));
        Assert.That(blocklist.Find("batch")!.Actor, Is.EqualTo("aisafety"));

        Assert.That((await desks.Desk.UndoAsync(incident.Id, "block-caller", "ann")).IsDone, Is.True);

        Assert.That((blocklist.Find("batch"), blocklist.Count), Is.EqualTo(((BlockedCaller?)null, 0)));
    }

    [TestCase(null)]
    [TestCase(2.0)]
    public async Task Block_never_shortens_a_persons_block_and_undone_leaves_it(double? hours)
    {
        CallerBlocklist blocklist = new(timeProvider: _clock);
        blocklist.Block("batch", "ben", "Mine.", hours is { } some ? TimeSpan.FromHours(some) : null);
        BlockedCaller before = blocklist.Find("batch")!;
        (Desks desks, Incident incident) = await ContainedAsync(Build(Containments.Block(blocklist, static _ => "batch", TimeSpan.FromHours(1))));
        Assert.That(blocklist.Find("batch"), Is.EqualTo(before));

        IncidentChange change = await desks.Desk.UndoAsync(incident.Id, "block-caller", "ann");

        Assert.That(change.Refusal, Does.Contain("the caller is blocked by ben"));
        Assert.That(blocklist.Find("batch"), Is.EqualTo(before));
    }

    [TestCase(1, true)]
    [TestCase(59, true)]
    [TestCase(61, false)]
    public async Task Block_that_lengthened_a_persons_block_gives_it_back_while_it_lasts(int minutes, bool isThere)
    {
        CallerBlocklist blocklist = new(timeProvider: _clock);
        blocklist.Block("batch", "ben", "Mine.", TimeSpan.FromHours(1));
        DateTimeOffset? until = blocklist.Find("batch")!.Until;
        (Desks desks, Incident incident) = await ContainedAsync(Build(Containments.Block(blocklist, static _ => "batch")));
        Assert.That(blocklist.Find("batch")!.Until, Is.Null);

        await desks.Later(minutes).Desk.UndoAsync(incident.Id, "block-caller", "ann");

        BlockedCaller? after = blocklist.Find("batch");
        Assert.That((after?.Actor, after?.Until), Is.EqualTo(isThere ? ("ben", until) : ((string?)null, (DateTimeOffset?)null)));
    }

    /// <summary>The rung after some good calls, each long after the one before.</summary>
    private async Task<string> LaterAsync(SafeModel<int, string> safe, DegradationLadder ladder)
    {
        for (int i = 0; i < 8; i++)
        {
            _clock.Advance(TimeSpan.FromMinutes(2));
            await safe.EvaluateAsync(1);
        }

        return ladder.CurrentRung;
    }

    private static SafeModel<int, string> Laddered(DegradationLadder ladder, TimeProvider? clock = null) => Scripted.Model.WithSafety(safety => safety
        .UseTimeProvider(clock ?? TimeProvider.System)
        .AddDegradation(static rungs => rungs.Rules(static _ => "rules").Refuse(), new() { ProbeEvery = 1, ProbesToMoveUp = 1 }, ladder));
}
