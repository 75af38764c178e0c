namespace AISafety.Rollout;

/// <summary>A step of a rollout: how much the candidate answers, and what lets it go on.</summary>
/// <param name="Share">The candidate's share of the keys; more than 0, at most 1.</param>
/// <remarks>A candidate that is found worse is rolled back at any step, at once. One that is not goes on when the step has lasted, has had its keys, and no sample-ratio mismatch was found; and to a share of 1 only with evidence.</remarks>
public sealed record RolloutStep(double Share)
{
    /// <summary>How many keys must have fallen to the candidate during the step. 0 or more; default 100.</summary>
    public long MinCandidateKeys { get; init; } = 100;

    /// <summary>How long the step lasts at least. Zero to 365 days; default 10 minutes.</summary>
    public TimeSpan MinDuration { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether every gate must have shown that the candidate is good enough before it goes on. Default false; the step before a share of 1 always asks it.</summary>
    public bool RequiresEvidence { get; init; }
}
