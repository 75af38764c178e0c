namespace AISafety.Rollout;

/// <summary>What all processes that run a rollout have in common. Immutable.</summary>
/// <param name="Name">The rollout's name.</param>
/// <param name="StableVersion">The version that answers the rest.</param>
/// <param name="CandidateVersion">The version that is tried.</param>
/// <param name="Plan">A fingerprint of steps, gates and error probabilities: processes that differ in them cannot run one rollout.</param>
public sealed record RolloutState(string Name, string StableVersion, string CandidateVersion, string Plan)
{
    /// <summary>The most events that are kept.</summary>
    internal const int MostEvents = 200;

    /// <summary>How far it has come.</summary>
    public RolloutStatus Status { get; init; }

    /// <summary>Which step it is at, from 0.</summary>
    public int Step { get; init; }

    /// <summary>The candidate's share of the keys, 0 to 1.</summary>
    public double Share { get; init; }

    /// <summary>Since when it has had this share.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>How many processes have begun to run it, restarts among them: each has its own part of the error probabilities.</summary>
    public int Lives { get; init; }

    /// <summary>Counts the changes, so that of two that were made at once one is refused; 0 before the first.</summary>
    public long Revision { get; init; }

    /// <summary>What has happened, the oldest first; the last 200.</summary>
    public IReadOnlyList<RolloutEvent> Events { get; init; } = [];

    internal RolloutState After(RolloutEvent happened) => this with { Events = [.. Events.TakeLast(MostEvents - 1), happened] };
}
