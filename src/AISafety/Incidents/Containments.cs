using AISafety.Access;
using AISafety.Resilience;
using AISafety.Rollout;
using AISafety.Switches;

namespace AISafety.Incidents;

/// <summary>Containment actions of the parts that the library has: <see cref="IncidentOptions.Containment"/> says for which incidents.</summary>
/// <remarks>An action takes back what it did for its incident, and nothing else: what a person, an alert or another incident holds stays, and the timeline says who. Where nobody holds it any more there is nothing to undo.</remarks>
public static class Containments
{
    /// <summary>Engages a kill switch; undone, it is released, if nobody else has engaged it as well since it was last released and no other incident has need of it.</summary>
    /// <param name="killSwitch">The switch.</param>
    /// <remarks>An alert that says that this switch is engaged does not engage it. Of several incidents of one store that have engaged it, the last to be undone releases it.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="killSwitch"/> is null.</exception>
    public static IContainmentAction Engage(KillSwitch killSwitch)
    {
        ArgumentNullException.ThrowIfNull(killSwitch);
        return new EngageKillSwitch(killSwitch);
    }

    /// <summary>Rolls a candidate back. It cannot be undone: the desk writes down that it could not.</summary>
    /// <param name="rollout">Gives the rollout, which is there once the safe model is built; null from it is a failure of the action.</param>
    public static IContainmentAction RollBack(Func<ModelRollout?> rollout)
    {
        ArgumentNullException.ThrowIfNull(rollout);
        return ContainmentAction.Create(
            "rollback",
            async (incident, cancellationToken) => await (rollout() ?? throw new ContainmentException("there is no rollout yet."))
                .RollBackAsync(IncidentDesk.ActorName, ContainmentReason.Of(incident), cancellationToken).ConfigureAwait(false),
            static (_, _) => throw new ContainmentException("a rollback is final; for another try, begin a rollout of another name."));
    }

    /// <summary>Holds a ladder at a rung. Where somebody else holds it as low or lower it stays there, and this hold waits beneath. Undone, this hold alone is over: the lowest of those that are left is there again; without one the ladder
    /// moves up by its rules, no higher than alerts force it.</summary>
    /// <param name="ladder">The ladder.</param>
    /// <param name="rung">The rung's name.</param>
    /// <exception cref="ArgumentNullException"><paramref name="ladder"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="rung"/> is blank, or the ladder is of a safe model already and has no such rung. Before that the action fails when it is applied, and says which rungs there are.</exception>
    public static IContainmentAction HoldAt(DegradationLadder ladder, string rung)
    {
        ArgumentNullException.ThrowIfNull(ladder);
        ArgumentException.ThrowIfNullOrWhiteSpace(rung);
        if (ladder.Rungs.Count > 0)
        {
            _ = ladder.IndexOf(rung);
        }

        return AtOnce(
            $"degrade-to-{rung}",
            incident =>
            {
                if (ladder.Rungs is { Count: > 0 } rungs && !rungs.Contains(rung))
                {
                    throw new ContainmentException($"there is no rung '{rung}'; expected one of: {string.Join(", ", rungs)}.");
                }

                ladder.HoldAtLeast(rung, IncidentDesk.ActorName, ContainmentReason.Of(incident));
            },
            incident =>
            {
                if (ladder.Withdraw(rung, IncidentDesk.ActorName, ContainmentReason.Of(incident)) is { } other)
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
        return AtOnce(
            "block-caller",
            incident => blocklist.BlockAtLeast(CallerOf(incident), IncidentDesk.ActorName, ContainmentReason.Of(incident), duration),
            incident =>
            {
                if (blocklist.Withdraw(CallerOf(incident), IncidentDesk.ActorName, ContainmentReason.Of(incident)) is { } other)
                {
                    throw HeldBy("the caller is blocked", other.Actor, other.At);
                }
            });

        string CallerOf(Incident incident) => callerOf(incident) is { } caller && !string.IsNullOrWhiteSpace(caller)
            ? caller
            : throw new ContainmentException("nobody knows whom the incident is about.");
    }

    internal static ContainmentException HeldBy(string what, string actor, DateTimeOffset at) => new($"{what} by {actor} since {at:u}, not by this incident alone.");

    /// <summary>An action of the library's own parts, which are moved at once.</summary>
    private static IContainmentAction AtOnce(string name, Action<Incident> apply, Action<Incident> undo) => ContainmentAction.Create(name, Waited(apply), Waited(undo));

    private static Func<Incident, CancellationToken, ValueTask> Waited(Action<Incident> act) => (incident, _) =>
    {
        act(incident);
        return default;
    };
}
