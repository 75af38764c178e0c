using AISafety.Access;
using AISafety.Resilience;
using AISafety.Rollout;
using AISafety.Switches;

namespace AISafety.Incidents;

/// <summary>Containment actions of the parts that the library has: <see cref="IncidentOptions.Containment"/> says for which incidents.</summary>
public static class Containments
{
    /// <summary>Engages a kill switch; undone, it is released.</summary>
    /// <param name="killSwitch">The switch.</param>
    public static IContainmentAction Engage(KillSwitch killSwitch)
    {
        ArgumentNullException.ThrowIfNull(killSwitch);
        return ContainmentAction.Create(
            "kill-switch",
            (incident, cancellationToken) => killSwitch.EngageAsync(IncidentDesk.ActorName, Describe(incident), cancellationToken),
            async (incident, cancellationToken) => await killSwitch.ReleaseAsync(IncidentDesk.ActorName, Describe(incident), cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Rolls a candidate back. It cannot be undone: the desk writes down that it could not.</summary>
    /// <param name="rollout">Gives the rollout, which is there once the safe model is built; null from it is a failure of the action.</param>
    public static IContainmentAction RollBack(Func<ModelRollout?> rollout)
    {
        ArgumentNullException.ThrowIfNull(rollout);
        return ContainmentAction.Create(
            "rollback",
            async (incident, cancellationToken) => await (rollout() ?? throw new InvalidOperationException("There is no rollout yet."))
                .RollBackAsync(IncidentDesk.ActorName, Describe(incident), cancellationToken).ConfigureAwait(false),
            static (_, _) => throw new InvalidOperationException("A rollback is final; for another try, begin a rollout of another name."));
    }

    /// <summary>Holds a ladder at a rung; undone, it is released, and moves up by its rules.</summary>
    /// <param name="ladder">The ladder.</param>
    /// <param name="rung">The rung's name.</param>
    public static IContainmentAction HoldAt(DegradationLadder ladder, string rung)
    {
        ArgumentNullException.ThrowIfNull(ladder);
        ArgumentException.ThrowIfNullOrWhiteSpace(rung);
        return ContainmentAction.Create(
            $"degrade-to-{rung}",
            incident => ladder.HoldAt(rung, IncidentDesk.ActorName, Describe(incident)),
            incident => ladder.Release(IncidentDesk.ActorName, Describe(incident)));
    }

    /// <summary>Blocks the caller that an incident is about; undone, the caller is unblocked.</summary>
    /// <param name="blocklist">The list.</param>
    /// <param name="callerOf">Says who it is; null or blank blocks nobody, and is a failure of the action.</param>
    /// <param name="duration">For how long; null (default) until it is undone.</param>
    public static IContainmentAction Block(CallerBlocklist blocklist, Func<Incident, string?> callerOf, TimeSpan? duration = null)
    {
        ArgumentNullException.ThrowIfNull(blocklist);
        ArgumentNullException.ThrowIfNull(callerOf);
        return ContainmentAction.Create(
            "block-caller",
            incident => blocklist.Block(CallerOf(incident), IncidentDesk.ActorName, Describe(incident), duration),
            incident => blocklist.Unblock(CallerOf(incident), IncidentDesk.ActorName, Describe(incident)));

        string CallerOf(Incident incident) => callerOf(incident) is { } caller && !string.IsNullOrWhiteSpace(caller)
            ? caller
            : throw new InvalidOperationException("Nobody knows whom the incident is about.");
    }

    private static string Describe(Incident incident) => $"incident {incident.Id}: {incident.Title}";
}
