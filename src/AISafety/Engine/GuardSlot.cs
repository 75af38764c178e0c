namespace AISafety;

/// <summary>A guard as the engine holds it: with its name and options read once.</summary>
internal readonly struct GuardSlot<TGuard>(TGuard guard, string name, GuardMode mode, FailurePolicy onFailure, TimeSpan? budget)
{
    public readonly TGuard Guard = guard;
    public readonly string Name = name;
    public readonly GuardMode Mode = mode;
    public readonly FailurePolicy OnFailure = onFailure;
    public readonly TimeSpan? Budget = budget;

    /// <summary>What the guard's failure means for the call.</summary>
    public SafetyAction FailureAction => OnFailure == FailurePolicy.FailOpen ? SafetyAction.Flag : SafetyAction.Block;
}
