namespace AISafety;

/// <summary>How the engine treats one guard. Immutable; a reload exchanges it as a whole.</summary>
internal sealed record GuardTerms(string Name, GuardMode Mode, FailurePolicy OnFailure, TimeSpan? Budget)
{
    /// <summary>What the guard's failure means for the call.</summary>
    public SafetyAction FailureAction => OnFailure == FailurePolicy.FailOpen ? SafetyAction.Flag : SafetyAction.Block;

    public GuardTerms With(GuardSettings settings) =>
        this with { Mode = settings.Mode ?? Mode, OnFailure = settings.OnFailure ?? OnFailure, Budget = settings.TimeBudget ?? Budget };

    public string? FindFault() =>
        !Enum.IsDefined(Mode) ? $"{nameof(Mode)} is {(int)Mode}; expected Enforce or ReportOnly"
        : !Enum.IsDefined(OnFailure) ? $"{nameof(OnFailure)} is {(int)OnFailure}; expected FailClosed or FailOpen"
        : Budget is { } budget && (budget <= TimeSpan.Zero || budget.TotalMilliseconds > uint.MaxValue - 1)
            ? $"{nameof(GuardSettings.TimeBudget)} is {budget}; expected more than zero and at most 49 days"
        : null;
}
