using AISafety.Incidents;
using AISafety.Resilience;
using AISafety.Tests.Incidents;
using AISafety.Tests.Support;

namespace AISafety.Tests.Resilience;

/// <summary>Several holds of one ladder.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LadderHoldTests
{
    private readonly DegradationLadder _ladder = new();
    private SafeModel<int, string>? _safe;

    private (string Rung, string? Reason) Stand => (_ladder.CurrentRung, _ladder.Held?.Detail);

    [SetUp]
    public void Build() => _safe = Scripted.Model.WithSafety(safety => safety.AddDegradation(static rungs => rungs.Rules(static _ => "rules").Refuse(), ladder: _ladder));

    [TearDown]
    public async Task EndAsync() => await _safe!.DisposeAsync();

    [TestCase("refuse", "rules")]
    [TestCase("rules", "refuse")]
    public void HoldAtLeast_two_rungs_for_one_reason_are_two_holds(string first, string last)
    {
        _ladder.HoldAtLeast(first, "aisafety", "one");
        _ladder.HoldAtLeast(last, "aisafety", "one");
        Assert.That(Stand, Is.EqualTo(("refuse", "one")));

        Assert.That(_ladder.Withdraw("refuse", "aisafety", "one"), Is.Null);
        Assert.That(Stand, Is.EqualTo(("rules", "one")));
        Assert.That(_ladder.Withdraw("rules", "aisafety", "one"), Is.Null);

        Assert.That(_ladder.Held, Is.Null);
    }

    [Test]
    public void HoldAtLeast_where_it_is_held_lower_waits_and_is_there_when_that_is_withdrawn()
    {
        _ladder.HoldAtLeast("refuse", "aisafety", "one");
        _ladder.HoldAtLeast("rules", "aisafety", "two");
        Assert.That((Stand, _ladder.History.Count), Is.EqualTo((("refuse", "one"), 1)));

        _ladder.Withdraw("refuse", "aisafety", "one");

        Assert.That(Stand, Is.EqualTo(("rules", "two")));
    }

    [Test]
    public void Withdraw_of_a_hold_that_waits_leaves_the_one_in_force()
    {
        _ladder.HoldAtLeast("refuse", "aisafety", "one");
        _ladder.HoldAtLeast("refuse", "aisafety", "two");
        _ladder.HoldAtLeast("rules", "aisafety", "three");

        Assert.That(_ladder.Withdraw("refuse", "aisafety", "two"), Is.Null);
        Assert.That(Stand, Is.EqualTo(("refuse", "one")));
        _ladder.Withdraw("refuse", "aisafety", "one");

        Assert.That(Stand, Is.EqualTo(("rules", "three")));
    }

    [Test]
    public void HoldAt_and_Release_of_a_person_end_the_holds_that_wait_as_well()
    {
        _ladder.HoldAtLeast("refuse", "aisafety", "one");
        _ladder.HoldAtLeast("rules", "aisafety", "two");
        _ladder.HoldAt("full", "ben", "Mine.");
        Assert.That((Stand, _ladder.Withdraw("rules", "aisafety", "two")?.Actor), Is.EqualTo((("full", "Mine."), "ben")));
        _ladder.HoldAtLeast("rules", "aisafety", "two");

        _ladder.Release("ben", "Go.");

        Assert.That((_ladder.Held, _ladder.Withdraw("rules", "aisafety", "two")), Is.EqualTo(((DegradationMove?)null, (DegradationMove?)null)));
    }

    [Test]
    public async Task Incident_whose_rung_was_held_lower_by_another_holds_it_when_the_other_is_undone()
    {
        Desks desks = new(new()
        {
            Containment =
            [
                new(Containments.HoldAt(_ladder, "refuse"), static one => one.Kind == IncidentKinds.FairnessGap),
                new(Containments.HoldAt(_ladder, "rules"), static one => one.Kind != IncidentKinds.FairnessGap),
            ],
        });
        Incident gap = await desks.SendAsync(desks.Alert("fairness.gap"));
        Incident drift = await desks.Later().SendAsync(desks.Alert());

        await desks.Desk.UndoAsync(gap.Id, "degrade-to-refuse", "ann");

        Assert.That((Stand, drift.Containment.Single().State), Is.EqualTo((("rules", $"incident {drift.Id}: {drift.Title}"), ContainmentState.Applied)));
        Assert.That((await desks.Desk.UndoAsync(drift.Id, "degrade-to-rules", "ann")).IsDone, Is.True);
        Assert.That(_ladder.Held, Is.Null);
    }
}
