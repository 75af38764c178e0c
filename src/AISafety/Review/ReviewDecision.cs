namespace AISafety.Review;

/// <summary>A person's decision on a call.</summary>
/// <typeparam name="TOut">What the model answers, and so what a person decides.</typeparam>
/// <param name="CallId">The call.</param>
/// <param name="Output">The right answer.</param>
/// <param name="Reviewer">Who decided; where two people had to, the one whose answer was the second to agree.</param>
/// <param name="Comment">Why, if said.</param>
/// <param name="DecidedAt">When.</param>
public sealed record ReviewDecision<TOut>(CallId CallId, TOut Output, string Reviewer, string? Comment, DateTimeOffset DecidedAt);
