namespace AISafety.Review;

/// <summary>What is urgent, what two people must decide, and what becomes of an item that nobody decides in time.</summary>
/// <typeparam name="TIn">What the model is asked.</typeparam>
/// <typeparam name="TOut">What the model answers.</typeparam>
/// <remarks>Immutable: change a copy by <c>with</c>.</remarks>
public sealed record ReviewRules<TIn, TOut>
{
    /// <summary>How urgent a request is: the highest is listed first, equal ones in the order of submission. Asked once, when the request is submitted. One of NaN, or a
    /// function that throws, comes before all others. Null (default): by the evidence.</summary>
    /// <remarks>By the evidence: the greatest, among its enforced pieces, of rank + d / (d + |threshold|), with d = |score - threshold|, which is how far the score is beyond its limit,
    /// from 0 to 1 and 0 where there is no number; the rank is 2 for Block, 1 for Review and 0 otherwise. 0 without evidence.</remarks>
    public Func<ReviewRequest<TIn, TOut>, double>? Priority { get; init; }

    /// <summary>Codes of evidence whose items need two people: such an item is decided when two different reviewers have given the same answer. Until then each goes back to
    /// waiting, for somebody else. Default: none.</summary>
    public IReadOnlyCollection<string> TwoPersonCodes { get; init; } = [];

    /// <summary>When two answers are the same, to each other and to the model's. Fast: it is asked inside the queue's lock. Null (default): the type's own equality.</summary>
    public IEqualityComparer<TOut>? Comparer { get; init; }

    /// <summary>The answer that an item has once it expires; null (default) for none: it then stays refused. A function that throws or answers null refuses, too.</summary>
    /// <remarks>It is nobody's decision: it does not become a label.</remarks>
    public Func<ReviewRequest<TIn, TOut>, TOut>? WhenExpired { get; init; }
}
