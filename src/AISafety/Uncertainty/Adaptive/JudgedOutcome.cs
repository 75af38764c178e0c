namespace AISafety.Uncertainty;

/// <summary>What an outcome says of the answer as it was given.</summary>
/// <param name="Covered">Whether the truth lay inside.</param>
/// <param name="Score">How far off the truth was.</param>
/// <param name="IsFull">Whether the answer held everything.</param>
/// <param name="IsEmpty">Whether it held nothing.</param>
internal readonly record struct JudgedOutcome(bool Covered, double Score, bool IsFull, bool IsEmpty);
