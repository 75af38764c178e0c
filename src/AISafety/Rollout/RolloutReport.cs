namespace AISafety.Rollout;

/// <summary>How a rollout stands, as this process sees it.</summary>
/// <param name="State">What all processes have in common.</param>
/// <param name="Gates">How each gate stands by the calls of this process.</param>
/// <param name="HarmEValue">The greatest of the gates' e-values against the candidate, each times its gate's part of all weights; at <paramref name="HarmThreshold"/> it is rolled back. With one gate it is that gate's own <see cref="GateStatus.HarmEValue"/>,
/// with more it is less, as this threshold is less than a gate's own.</param>
/// <param name="HarmThreshold">1 over this process's part of the error probability.</param>
/// <param name="IsAcceptable">Whether every gate has shown that the candidate is good enough.</param>
/// <param name="Keys">How many keys, or calls without one, counted.</param>
/// <param name="CandidateKeys">How many of them were exposed to the candidate.</param>
/// <param name="SampleRatioEValue">The e-value of "keys fall to the candidate as often as they should".</param>
/// <param name="HasSampleRatioMismatch">Whether they were shown not to; it stops promotion.</param>
public sealed record RolloutReport(
    RolloutState State,
    IReadOnlyList<GateStatus> Gates,
    double HarmEValue,
    double HarmThreshold,
    bool IsAcceptable,
    long Keys,
    long CandidateKeys,
    double SampleRatioEValue,
    bool HasSampleRatioMismatch)
{
    /// <summary>What the next step waits for, in one sentence; null where there is nothing to wait for: after promotion or rollback.</summary>
    public string? WaitsFor { get; init; }
}
