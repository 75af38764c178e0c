namespace AISafety.Rollout;

/// <summary>What speaks against the next step.</summary>
/// <param name="Kind">In metrics: <c>sample_ratio</c>, <c>harm</c>, <c>evidence</c>, <c>check</c> or <c>state</c>.</param>
/// <param name="Reason">One sentence for a person.</param>
internal sealed record StepObjection(string Kind, string Reason);
