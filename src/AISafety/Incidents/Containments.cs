using AISafety.Access;
using AISafety.Resilience;
using AISafety.Rollout;
using AISafety.Switches;

namespace AISafety.Incidents;

/// <summary>Containment actions of the parts that the library has: <see cref="IncidentOptions.Containment"/> says for which incidents.</summary>
/// <remarks>An action takes back what it did for its incident, and nothing else: what a person, an alert or another incident holds stays, and the timeline says who. Where nobody holds it any more there is nothing to undo.</remarks>
public static class Containments
{
    /// <summary>Engages a kill switch; undone, it is released, if nobody else has engaged it as well since it was last released.</summary>
    /// <param name="killSwitch">The switch.</param>
    public static IContainmentAction Engage(KillSwitch killSwitch)
    {
        ArgumentNullException.ThrowIfNull(killSwitch);
        return ContainmentAction.Create(
            "kill-switch",
            (incident, cancellationToken) => killSwitch.EngageAsync(IncidentDesk.ActorName, Describe(incident), cancellationToken),
            async (incident, cancellationToken) =>
            {
                string reason = Describe(incident);
                (KillSwitchState state, KillSwitchChange[] run) = killSwitch.Look();
                if (!state.IsEngaged)
                {
                    return;
                }

                if (!IsMine(state.Actor, state.Reason, reason))
                {
                    throw HeldBy("the kill switch is engaged", state.Actor, state.At);
                }

                if (Array.Find(run, one => !IsMine(one.Actor, one.Reason, reason)) is { } other)
                {
                    throw HeldBy("the kill switch is engaged", other.Actor, other.At);
                }

                await killSwitch.ReleaseAsync(killSwitch.Change(false, IncidentDesk.ActorName, reason), state, cancellationToken).ConfigureAwait(false);
            });
    }

    /// <summary>Rolls a candidate back. It cannot be undone: the desk writes down that it could not.</summary>
    /// <param name="rollout">Gives the rollout, which is there once the safe model is built; null from it is a failure of the action.</param>
    public static IContainmentAction RollBack(Func<ModelRollout?> rollout)
    {
        ArgumentNullException.ThrowIfNull(rollout);
        return ContainmentAction.Create(
            "rollback",
            async (incident, cancellationToken) => await (rollout() ?? throw new ContainmentException("there is no rollout yet."))
                .RollBackAsync(IncidentDesk.ActorName, Describe(incident), cancellationToken).ConfigureAwait(false),
            static (_, _) => throw new ContainmentException("a rollback is final; for another try, begin a rollout of another name."));
    }

    /// <summary>Holds a ladder at a rung. A ladder that somebody else holds as low or lower is left as it is. Undone, a hold of somebody else that it took the place of is there again; without one the ladder moves up by its rules, no higher
    /// than alerts force it.</summary>
    /// <param name="ladder">The ladder.</param>
    /// <param name="rung">The rung's name.</param>
    public static IContainmentAction HoldAt(DegradationLadder ladder, string rung)
    {
        ArgumentNullException.ThrowIfNull(ladder);
        ArgumentException.ThrowIfNullOrWhiteSpace(rung);
        return ContainmentAction.Create(
            $"degrade-to-{rung}",
            incident => ladder.HoldAtLeast(rung, IncidentDesk.ActorName, Describe(incident)),
            incident =>
            {
                if (ladder.Withdraw(IncidentDesk.ActorName, Describe(incident)) is { } other)
                {
                    throw HeldBy("the ladder is held", other.Actor ?? "", other.At);
                }
            });
    }

    /// <summary>Blocks the caller that an incident is about. A block of somebody else that lasts as long or longer is left as it is. Undone, the caller is let in, unless somebody else had blocked it before and that block is not over.</summary>
    /// <param name="blocklist">The list.</param>
    /// <param name="callerOf">Says who it is; null or blank blocks nobody, and is a failure of the action.</param>
    /// <param name="duration">For how long; null (default) until it is undone.</param>
    public static IContainmentAction Block(CallerBlocklist blocklist, Func<Incident, string?> callerOf, TimeSpan? duration = null)
    {
        ArgumentNullException.ThrowIfNull(blocklist);
        ArgumentNullException.ThrowIfNull(callerOf);
        return ContainmentAction.Create(
            "block-caller",
            incident => blocklist.BlockAtLeast(CallerOf(incident), IncidentDesk.ActorName, Describe(incident), duration),
            incident =>
            {
                if (blocklist.Withdraw(CallerOf(incident), IncidentDesk.ActorName, Describe(incident)) is { } other)
                {
                    throw HeldBy("the caller is blocked", other.Actor, other.At);
                }
            });

        string CallerOf(Incident incident) => callerOf(incident) is { } caller && !string.IsNullOrWhiteSpace(caller)
            ? caller
            : throw new ContainmentException("nobody knows whom the incident is about.");
    }

    private static bool IsMine(string? actor, string reason, string mine) => actor == IncidentDesk.ActorName && reason == mine;

    private static ContainmentException HeldBy(string what, string actor, DateTimeOffset at) => new($"{what} by {actor} since {at:u}, not by this incident alone.");

    private static string Describe(Incident incident) => $"incident {incident.Id}: {incident.Title}";
}
