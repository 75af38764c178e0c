namespace AISafety.Switches;

/// <summary>How a kill switch stands.</summary>
/// <param name="IsEngaged">Whether calls are refused.</param>
/// <param name="Actor">Who engaged or released it last; empty if nobody ever did; <c>kill-switch</c> where it is engaged because its store cannot be read.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
/// <param name="IsSaved">Whether the store says the same. False where it was engaged and could not be saved, or cannot be read: then it is tried again and again.</param>
public sealed record KillSwitchState(bool IsEngaged, string Actor, string Reason, DateTimeOffset At, bool IsSaved)
{
    /// <summary>Of a switch that nobody ever touched.</summary>
    internal static KillSwitchState Untouched { get; } = new(false, "", "", default, true);

    internal bool IsOf(KillSwitchChange change) => (IsEngaged, Actor, Reason, At) == (change.IsEngaged, change.Actor, change.Reason, change.At);

    internal bool IsSameAs(KillSwitchState other) => (IsEngaged, Actor, Reason, At) == (other.IsEngaged, other.Actor, other.Reason, other.At);
}
