using AISafety.Switches;

namespace AISafety.Incidents;

/// <summary>Engages a kill switch, and releases it where nobody else has engaged it as well.</summary>
internal sealed class EngageKillSwitch(KillSwitch killSwitch) : IContainmentAction, IKnowsItsAlert
{
    public string Name => "kill-switch";

    public bool IsToldBy(SafetyAlert alert) => alert.Code == KillSwitchAction.Code && alert.Monitor == killSwitch.Name && killSwitch.IsEngaged;

    public ValueTask ApplyAsync(Incident incident, CancellationToken cancellationToken)
    {
        string reason = IncidentDesk.ReasonOf(incident);
        killSwitch.GivenBack.Remove(reason);
        return killSwitch.EngageAsync(IncidentDesk.ActorName, reason, cancellationToken);
    }

    public async ValueTask UndoAsync(Incident incident, CancellationToken cancellationToken)
    {
        string reason = IncidentDesk.ReasonOf(incident);
        (KillSwitchState state, KillSwitchChange[] run) = killSwitch.Look();
        if (!state.IsEngaged)
        {
            return;
        }

        // Known to the switch also where it is refused now: the last of several incidents to be undone releases it for all of them.
        killSwitch.GivenBack.Add(reason);
        if (!IsGivenBack(state.Actor, state.Reason))
        {
            throw Containments.HeldBy("the kill switch is engaged", state.Actor, state.At);
        }

        if (Array.Find(run, one => !IsGivenBack(one.Actor, one.Reason)) is { } other)
        {
            throw Containments.HeldBy("the kill switch is engaged", other.Actor, other.At);
        }

        if (await killSwitch.ReleaseAsync(killSwitch.Change(false, IncidentDesk.ActorName, reason), state, cancellationToken).ConfigureAwait(false))
        {
            Array.ForEach(run, one => killSwitch.GivenBack.Remove(one.Reason));
        }
    }

    private bool IsGivenBack(string? actor, string reason) => actor == IncidentDesk.ActorName && killSwitch.GivenBack.Contains(reason);
}
