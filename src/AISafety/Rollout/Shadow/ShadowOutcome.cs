namespace AISafety.Rollout;

/// <summary>What became of a call that was to be shadowed.</summary>
internal enum ShadowOutcome : byte
{
    Agreed,
    Disagreed,
    CandidateFailed,
    TimedOut,
    Abandoned,
    ComparisonFailed,
    Dropped,
    StableFailed,
    CopyFailed,
}
