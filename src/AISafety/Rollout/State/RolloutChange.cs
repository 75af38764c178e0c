namespace AISafety.Rollout;

/// <summary>What became of a change that was asked for.</summary>
/// <param name="IsDone">Whether it was made.</param>
/// <param name="State">The state after it, or the one that refused it.</param>
/// <param name="Refusal">Why it was not made; null if it was.</param>
public sealed record RolloutChange(bool IsDone, RolloutState State, string? Refusal);
