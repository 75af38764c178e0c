namespace AISafety.Fairness;

/// <summary>What decisions are divided by, to see whether a gap between groups turns round within the parts: Simpson's paradox.</summary>
/// <typeparam name="TIn">What the model is asked.</typeparam>
/// <param name="Of">Reads an input's stratum, such as the department applied to; null if it is not known. Runs on the call's path.</param>
/// <param name="Known">The strata, 1 to 254; inputs of others are left out of the comparison.</param>
public sealed record FairnessStrata<TIn>(Func<TIn, string?> Of, IReadOnlyList<string> Known);
