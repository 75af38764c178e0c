namespace AISafety.Testing;

/// <summary>How many calls ended in one way.</summary>
/// <param name="Kind">The way.</param>
/// <param name="Name">Who answered; of a refusal the code of the first evidence that was enforced; of an exception its type; of a call over budget <c>given up</c>, or <c>late</c> where it ended just before it was given up.</param>
/// <param name="Count">How many.</param>
public sealed record StressOutcome(StressOutcomeKind Kind, string Name, long Count);
