namespace AISafety.Review;

/// <summary>Where calls wait that a person must decide.</summary>
/// <typeparam name="TIn">What the model is asked.</typeparam>
/// <typeparam name="TOut">What the model answers, and so what a person decides.</typeparam>
public interface IReviewQueue<TIn, TOut>
{
    /// <summary>Takes a call for review.</summary>
    /// <param name="request">The call; its input is a copy (see <c>CopyInput</c>).</param>
    /// <param name="cancellationToken">Cancels the submission.</param>
    /// <returns>False if the queue is full: the call is then refused with <c>review.failed</c>, never lost in silence.</returns>
    ValueTask<bool> SubmitAsync(ReviewRequest<TIn, TOut> request, CancellationToken cancellationToken = default);

    /// <summary>The items in a state, the most urgent first, and equally urgent ones in the order of submission.</summary>
    /// <param name="status">Which items; null for all.</param>
    /// <param name="cancellationToken">Cancels the listing.</param>
    ValueTask<IReadOnlyList<ReviewItem<TIn, TOut>>> ListAsync(ReviewStatus? status = null, CancellationToken cancellationToken = default);

    /// <summary>Gives a waiting item to one reviewer; nobody else can decide it while the claim lasts.</summary>
    /// <param name="callId">The item's call.</param>
    /// <param name="reviewer">Who claims it.</param>
    /// <param name="cancellationToken">Cancels the claim.</param>
    /// <returns>The claimed item; null if there is no such item, another reviewer has it, it is decided or expired, or the reviewer has given an answer on it already.</returns>
    ValueTask<ReviewItem<TIn, TOut>?> ClaimAsync(CallId callId, string reviewer, CancellationToken cancellationToken = default);

    /// <summary>Decides a claimed item; where two people must decide, gives one's answer.</summary>
    /// <param name="callId">The item's call.</param>
    /// <param name="reviewer">Who decides: must hold the claim.</param>
    /// <param name="decision">The right answer.</param>
    /// <param name="comment">Why.</param>
    /// <param name="cancellationToken">Cancels the decision.</param>
    /// <returns>False if the reviewer does not hold the claim.</returns>
    ValueTask<bool> DecideAsync(CallId callId, string reviewer, TOut decision, string? comment = null, CancellationToken cancellationToken = default);

    /// <summary>Calls <paramref name="handler"/> for every decision from now on, until the returned registration is disposed of.</summary>
    IDisposable OnDecided(Action<ReviewDecision<TOut>> handler);

    /// <summary>As <see cref="OnDecided(Action{ReviewDecision{TOut}})"/>, for a handler that waits. Nobody waits for it, and what it throws is swallowed.</summary>
    IDisposable OnDecided(Func<ReviewDecision<TOut>, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return OnDecided(ReviewHandlers<ReviewDecision<TOut>>.Unawaited(handler));
    }
}
