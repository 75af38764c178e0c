namespace AISafety.Rollout;

/// <summary>How a gate stands, by the calls that this process has judged. Immutable.</summary>
/// <remarks>Counts and means are plain, over all steps together, for people. The tests behind the e-values compare what came at the same share, so that in a rollout of several steps the means may say less, or something else.</remarks>
public sealed record GateStatus
{
    /// <summary>The gate's name.</summary>
    public required string Gate { get; init; }

    /// <summary>What it compares.</summary>
    public GateKind Kind { get; init; }

    /// <summary>How many calls of the stable version came to the gate.</summary>
    public long StableCalls { get; init; }

    /// <summary>How many readings it has had of them: a call without a number, of neither group, or without an outcome yet gives none.</summary>
    public long StableReadings { get; init; }

    /// <summary>How many of the stable version's keys have counted, each once.</summary>
    public long StableCount { get; init; }

    /// <summary>The mean over them; NaN without any. Rates (errors, latency, blocks) and losses: 0 to 1, less being better. <see cref="GateKind.Metric"/>: in the metric's own units, within its ends. <see cref="GateKind.OutputShift"/>: of
    /// the number, though distributions are compared. <see cref="GateKind.FairnessGap"/>: the gap, <see cref="GroupRates.Gap"/>.</summary>
    public double StableMean { get; init; }

    /// <summary>At a <see cref="GateKind.FairnessGap"/> the groups' rates; otherwise null.</summary>
    public GroupRates? StableGroups { get; init; }

    /// <summary>How many calls of the candidate came to the gate.</summary>
    public long CandidateCalls { get; init; }

    /// <summary>How many readings it has had of them.</summary>
    public long CandidateReadings { get; init; }

    /// <summary>How many of the candidate's keys have counted.</summary>
    public long CandidateCount { get; init; }

    /// <summary>The mean over them, as <see cref="StableMean"/>.</summary>
    public double CandidateMean { get; init; }

    /// <summary>At a <see cref="GateKind.FairnessGap"/> the groups' rates; otherwise null.</summary>
    public GroupRates? CandidateGroups { get; init; }

    /// <summary>The gate's own e-value of "the candidate is worse by its tolerance or less"; 1 without evidence, great when it is worse. Not yet weighted: it is compared with <see cref="HarmThreshold"/>.</summary>
    public double HarmEValue { get; init; }

    /// <summary>The e-value at which the gate rolls back: the rollout's threshold over the gate's part of all weights. Of two gates of one weight it is twice the rollout's.</summary>
    public double HarmThreshold { get; init; }

    /// <summary>The e-value of "the candidate is not good enough to be promoted"; great when it is.</summary>
    public double PromotionEValue { get; init; }

    /// <summary>The e-value at which the gate has shown that the candidate is good enough. All gates must, so that weights have no part in it.</summary>
    public double PromotionThreshold { get; init; }

    /// <summary>How many readings were of the disadvantaged group, by arm.</summary>
    internal (long Stable, long Candidate) DisadvantagedReadings { get; init; }
}
