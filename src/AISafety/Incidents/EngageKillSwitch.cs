using AISafety.Switches;

namespace AISafety.Incidents;

/// <summary>Engages a kill switch, and releases it where nobody else has engaged it as well.</summary>
internal sealed class EngageKillSwitch(KillSwitch killSwitch) : IContainmentAction, IKnowsItsAlert, ISharedContainment
{
    public string Name => "kill-switch";

    public bool IsToldBy(SafetyAlert alert) => alert.Code == KillSwitchAction.Code && alert.Monitor == killSwitch.Name && killSwitch.IsEngaged;

    public ValueTask ApplyAsync(Incident incident, CancellationToken cancellationToken) =>
        killSwitch.EngageAsync(IncidentDesk.ActorName, ContainmentReason.Of(incident), cancellationToken);

    /// <remarks>Without a desk nobody knows what other incidents have need of: all who have engaged it count.</remarks>
    public async ValueTask UndoAsync(Incident incident, CancellationToken cancellationToken) =>
        await UndoAsync(incident, static (_, _) => new(ContainmentNeed.Unknown), cancellationToken).ConfigureAwait(false);

    public async ValueTask<string?> UndoAsync(Incident incident, Func<string, CancellationToken, ValueTask<ContainmentNeed>> need, CancellationToken cancellationToken)
    {
        string mine = ContainmentReason.Of(incident);

        // First the switch, then the incidents: who engages it after this makes it stand otherwise, and it is not released.
        (KillSwitchState state, KillSwitchChange[] run) = killSwitch.Look();
        if (!state.IsEngaged)
        {
            return null;
        }

        string? needed = null;
        foreach ((string actor, string reason, DateTimeOffset at) in run.Select(static one => (one.Actor, one.Reason, one.At)).Append((state.Actor, state.Reason, state.At)).Distinct())
        {
            if (actor == IncidentDesk.ActorName && reason == mine)
            {
                continue;
            }

            ContainmentNeed its = ContainmentReason.Of(actor, reason) is null ? ContainmentNeed.Unknown : await need(reason, cancellationToken).ConfigureAwait(false);
            if (its == ContainmentNeed.Unknown)
            {
                throw Containments.HeldBy("the kill switch is engaged", actor, at);
            }

            needed = its == ContainmentNeed.Needed ? reason : needed;
        }

        if (needed is not null)
        {
            return $"The kill switch stays engaged for {needed}";
        }

        await killSwitch.ReleaseAsync(killSwitch.Change(false, IncidentDesk.ActorName, mine), state, cancellationToken).ConfigureAwait(false);
        return null;
    }
}
