using AISafety.Incidents;
using AISafety.Switches;
using Microsoft.Extensions.Time.Testing;

namespace AISafety.Tests.Incidents;

/// <summary>One kill switch, of which several incidents have need.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SharedSwitchTests : IDisposable
{
    private readonly InProcessIncidentStore _store = new();
    private readonly KillSwitch _killSwitch = new();
    private readonly FakeTimeProvider _clock = new(Desks.Start);

    public void Dispose() => _killSwitch.Dispose();

    private Desks Build() => new(new() { Containment = [new(Containments.Engage(_killSwitch), static one => one.Severity == IncidentSeverity.Critical)] }, _store, _clock);

    private static async Task<Incident> DriftAsync(Desks desks) => await desks.Later().SendAsync(desks.Alert(severity: AlertSeverity.Critical));

    private static async Task<Incident> GapAsync(Desks desks) => await desks.Later().SendAsync(desks.Alert("fairness.gap", AlertSeverity.Critical));

    private static async Task<ContainmentState> StateAsync(Desks desks, Incident incident) => (await desks.Desk.GetAsync(incident.Id))!.Containment.Single().State;

    private static async Task<(bool IsDone, ContainmentState State)> UndoAsync(Desks desks, Incident incident) =>
        ((await desks.Desk.UndoAsync(incident.Id, "kill-switch", "ann")).IsDone, await StateAsync(desks, incident));

    private static async Task CloseAsync(Desks desks, Incident incident)
    {
        await desks.Desk.AdvanceAsync(incident.Id, IncidentStage.Recovered, "ann");
        Assert.That((await desks.Desk.AdvanceAsync(incident.Id, IncidentStage.Closed, "ann")).IsDone, Is.True);
    }

    [TestCase(0, 1)]
    [TestCase(1, 0)]
    public async Task Switch_of_two_incidents_is_released_when_both_are_undone(int first, int last)
    {
        Desks desks = Build();
        Incident[] both = [await DriftAsync(desks), await GapAsync(desks)];

        Assert.That(await UndoAsync(desks, both[first]), Is.EqualTo((true, ContainmentState.Undone)));
        Assert.That((await desks.Desk.GetAsync(both[first].Id))!.Timeline[^1].Text, Is.EqualTo($"Undid kill-switch. The kill switch stays engaged for incident {both[last].Id}: {both[last].Title}"));
        Assert.That(_killSwitch.State.IsEngaged, Is.True);
        Assert.That(await UndoAsync(desks, both[last]), Is.EqualTo((true, ContainmentState.Undone)));

        Assert.That(_killSwitch.State.IsEngaged, Is.False);
    }

    [Test]
    public async Task Switch_of_an_incident_that_came_back_is_not_released_by_undoing_the_other()
    {
        Desks desks = Build();
        Incident one = await DriftAsync(desks);
        Incident two = await GapAsync(desks);
        await UndoAsync(desks, one);
        await CloseAsync(desks, one);

        await DriftAsync(desks);

        Assert.That(((await desks.Desk.GetAsync(one.Id))!.IsOpen, await StateAsync(desks, one)), Is.EqualTo((true, ContainmentState.Applied)));
        Assert.That(await UndoAsync(desks, two), Is.EqualTo((true, ContainmentState.Undone)));
        Assert.That(_killSwitch.State.IsEngaged, Is.True);
        Assert.That(await UndoAsync(desks, one), Is.EqualTo((true, ContainmentState.Undone)));
        Assert.That(_killSwitch.State.IsEngaged, Is.False);
    }

    [Test]
    public async Task Switch_that_was_undone_is_engaged_again_for_an_incident_that_came_back_after_it_was_released()
    {
        Desks desks = Build();
        Incident one = await DriftAsync(desks);
        Incident two = await GapAsync(desks);
        await UndoAsync(desks, one);
        await UndoAsync(desks, two);
        await CloseAsync(desks, one);

        await DriftAsync(desks);

        Assert.That((_killSwitch.State.IsEngaged, _killSwitch.State.Reason), Is.EqualTo((true, $"incident {one.Id}: {one.Title}")));
    }

    [Test]
    public async Task Switch_of_two_incidents_is_released_when_they_are_undone_by_different_replicas()
    {
        Desks here = Build();
        Desks there = Build();
        Incident one = await DriftAsync(here);
        Incident two = await GapAsync(there);

        await UndoAsync(here, one);
        Assert.That(_killSwitch.State.IsEngaged, Is.True);
        await UndoAsync(there, two);

        Assert.That(_killSwitch.State.IsEngaged, Is.False);
    }

    [Test]
    public async Task Switch_that_a_person_holds_as_well_is_refused_to_each_and_what_was_refused_is_forgotten()
    {
        Desks desks = Build();
        Incident one = await DriftAsync(desks);
        Incident two = await GapAsync(desks);
        await _killSwitch.EngageAsync("ben", "Mine.");

        Assert.That((await UndoAsync(desks, one), await UndoAsync(desks, two)), Is.EqualTo(((false, ContainmentState.Applied), (false, ContainmentState.Applied))));
        await _killSwitch.ReleaseAsync("ben", "Go.");
        await _killSwitch.EngageAsync("aisafety", $"incident {one.Id}: {one.Title}");

        Assert.That((await UndoAsync(desks, two), _killSwitch.State.IsEngaged), Is.EqualTo(((true, ContainmentState.Undone), true)));
    }

    [TestCase("incident 0123456789abcdef-1: of another store")]
    [TestCase("whatever")]
    public async Task Switch_that_the_desk_knows_no_incident_of_is_somebody_elses(string reason)
    {
        Desks desks = Build();
        Incident one = await DriftAsync(desks);
        await _killSwitch.EngageAsync("aisafety", reason);

        Assert.That((await UndoAsync(desks, one), _killSwitch.State.IsEngaged), Is.EqualTo(((false, ContainmentState.Applied), true)));
    }
}
