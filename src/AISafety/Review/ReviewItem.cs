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
    ReviewDecision<TOut>? Decision)
{
    /// <summary>How urgent it is; greater is more so.</summary>
    public double Priority { get; init; }

    /// <summary>How many reviewers must agree: 1 or 2.</summary>
    public int RequiredReviewers { get; init; } = 1;

    /// <summary>How many reviewers have given an answer.</summary>
    public int OpinionCount { get; init; }

    /// <summary>What each of them said, in order; empty until the item is decided or expires, so that nobody is led by another.</summary>
    public IReadOnlyList<ReviewDecision<TOut>> Opinions { get; init; } = [];

    /// <summary>When it expires, if nobody decides it before; null if it does not.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whether it has expired with an answer that was stated beforehand.</summary>
    public bool HasExpiredAnswer { get; init; }

    /// <summary>That answer; nobody's decision.</summary>
    public TOut? ExpiredAnswer { get; init; }
}
