namespace AISafety.Rollout;

/// <summary>A change of a rollout.</summary>
/// <param name="At">When.</param>
/// <param name="Actor">Who: a person, or <c>rollout</c>.</param>
/// <param name="Change">What became of it, such as <c>advanced to 5 %</c>.</param>
/// <param name="Reason">Why.</param>
public sealed record RolloutEvent(DateTimeOffset At, string Actor, string Change, string Reason);
