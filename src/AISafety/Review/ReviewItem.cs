namespace AISafety.Review;

/// <summary>A request and what has become of it. Immutable: a snapshot.</summary>
/// <typeparam name="TIn">What the model is asked.</typeparam>
/// <typeparam name="TOut">What the model answers.</typeparam>
/// <param name="Request">The request.</param>
/// <param name="Status">What has become of it.</param>
/// <param name="Reviewer">Who claimed or decided it; null while it waits.</param>
/// <param name="Decision">The decision; null until there is one.</param>
public sealed record ReviewItem<TIn, TOut>(
    ReviewRequest<TIn, TOut> Request,
    ReviewStatus Status,
    string? Reviewer,
    ReviewDecision<TOut>? Decision);
