namespace AISafety;

/// <summary>How the engine treats a guard. Every guard's own options add to these.</summary>
/// <remarks>Immutable: change a copy by <c>with</c>.</remarks>
public record GuardOptions
{
    /// <summary>The engine's defaults: enforced, failing closed, no time budget, before the model.</summary>
    public static GuardOptions Default { get; } = new();

    /// <summary>Whether verdicts are enforced (default), or only recorded as what would have been done.</summary>
    public GuardMode Mode { get; init; }

    /// <summary>What it means when the guard throws or exceeds its time budget. Default: <see cref="FailurePolicy.FailClosed"/>.</summary>
    public FailurePolicy OnFailure { get; init; }

    /// <summary>How long the guard may take; null (default) for no limit. More than zero.</summary>
    /// <remarks>The engine stops waiting; it cannot stop the guard. A guard that works synchronously cannot be interrupted, and is
    /// not timed out.</remarks>
    public TimeSpan? TimeBudget { get; init; }

    /// <summary>Run the guard beside the model call, not before it. Only for input guards. Default: false.</summary>
    /// <remarks>A block cancels the model call; a replacement comes too late and counts as a block; in
    /// <see cref="GuardMode.ReportOnly"/> the call never waits for the guard.</remarks>
    public bool BesideModel { get; init; }

    internal void Check(string guard, bool isInputGuard)
    {
        if (new GuardTerms(guard, Mode, OnFailure, TimeBudget).FindFault() is { } fault)
        {
            throw new SafetyBuildException($"Guard '{guard}': {fault}.");
        }

        if (BesideModel && !isInputGuard)
        {
            throw new SafetyBuildException($"Guard '{guard}': {nameof(BesideModel)} is for input guards only.");
        }
    }
}
