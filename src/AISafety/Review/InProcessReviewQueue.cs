namespace AISafety.Review;

/// <summary>A review queue in memory: for one process, gone when it ends.</summary>
/// <typeparam name="TIn">What the model is asked.</typeparam>
/// <typeparam name="TOut">What the model answers, and so what a person decides.</typeparam>
/// <remarks>
/// <para>Thread-safe. Items are listed by urgency, an expired claim at its old place. What is handed out are snapshots that do not
/// change. All operations complete synchronously; a token that is cancelled before an operation begins cancels it.</para>
/// <para>Handlers run on the thread that submits, decides or expires, after that and outside of locks, so that they may use the queue; what one of them throws is
/// swallowed, stops no other, and does not undo anything. <c>Dispose</c> of a registration does not wait for a handler that is running.</para>
/// <para>There is no timer: every operation first expires what is due, and so does <see cref="ExpireDue"/>, which a host calls from time to time.</para>
/// </remarks>
public sealed partial class InProcessReviewQueue<TIn, TOut> : IReviewQueue<TIn, TOut>, IExpiringReviewQueue
{
    private readonly ReviewHandlers<ReviewDecision<TOut>> _decisionHandlers = new();
    private readonly ReviewHandlers<ReviewItem<TIn, TOut>> _submissionHandlers = new();
    private readonly ReviewHandlers<ReviewItem<TIn, TOut>> _expiryHandlers = new();
    private readonly ReviewQueueOptions _options;
    private readonly ReviewRules<TIn, TOut> _rules;
    private readonly IEqualityComparer<TOut> _comparer;
    private readonly HashSet<string> _twoPersonCodes;
    private readonly TimeProvider _timeProvider;

    /// <summary>Creates an empty queue.</summary>
    /// <param name="options">Its bounds; null for <see cref="ReviewQueueOptions.Default"/>.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <param name="rules">What is urgent, what two people must decide, and what becomes of expired items; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="ArgumentException">A code for two people is null or blank.</exception>
    public InProcessReviewQueue(ReviewQueueOptions? options = null, TimeProvider? timeProvider = null, ReviewRules<TIn, TOut>? rules = null)
    {
        _options = options ?? ReviewQueueOptions.Default;
        _options.Check();
        _timeProvider = timeProvider ?? TimeProvider.System;
        _rules = rules ?? new();
        _comparer = _rules.Comparer ?? EqualityComparer<TOut>.Default;
        _twoPersonCodes = new(_rules.TwoPersonCodes, StringComparer.Ordinal);
        if (_twoPersonCodes.Any(string.IsNullOrWhiteSpace))
        {
            throw new ArgumentException("A code for two people is blank; expected codes of evidence, such as 'anomaly.score'.", nameof(rules));
        }

        _tally = new(_comparer);
    }

    /// <summary>How many items are open: waiting or claimed.</summary>
    public int OpenCount
    {
        get
        {
            ExpireDue();
            lock (_lock)
            {
                return _open.Count;
            }
        }
    }

    /// <inheritdoc/>
    /// <returns>False if the queue is full, or holds an item of that call already, decided and expired ones included.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="request"/> or its evidence is null.</exception>
    /// <exception cref="ArgumentException">The request's call id is <c>default</c>, which names no call.</exception>
    public ValueTask<bool> SubmitAsync(ReviewRequest<TIn, TOut> request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(request.Evidence, nameof(request));
        if (request.CallId == default)
        {
            throw new ArgumentException("The request's call id is default, which names no call.", nameof(request));
        }

        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<bool>(cancellationToken)
            : new(Submit(request with { Evidence = [.. request.Evidence] }));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="status"/> is no status.</exception>
    public ValueTask<IReadOnlyList<ReviewItem<TIn, TOut>>> ListAsync(ReviewStatus? status = null, CancellationToken cancellationToken = default)
    {
        if (status is { } one && !Enum.IsDefined(one))
        {
            throw new ArgumentOutOfRangeException(nameof(status), status, "Expected Waiting, Claimed, Decided, Expired, or null for all.");
        }

        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<IReadOnlyList<ReviewItem<TIn, TOut>>>(cancellationToken)
            : new(List(status));
    }

    /// <inheritdoc/>
    /// <remarks>The reviewer who holds the claim may claim again, which renews it. Names are compared exactly.</remarks>
    /// <exception cref="ArgumentException"><paramref name="reviewer"/> is null or blank.</exception>
    public ValueTask<ReviewItem<TIn, TOut>?> ClaimAsync(CallId callId, string reviewer, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reviewer);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<ReviewItem<TIn, TOut>?>(cancellationToken)
            : new(Claim(callId, reviewer));
    }

    /// <inheritdoc/>
    /// <returns>False if the reviewer does not hold the claim, or claim or item expired.</returns>
    /// <exception cref="ArgumentException"><paramref name="reviewer"/> is null or blank, or <paramref name="decision"/> is null.</exception>
    public ValueTask<bool> DecideAsync(
        CallId callId, string reviewer, TOut decision, string? comment = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reviewer);
        ArgumentNullException.ThrowIfNull(decision);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<bool>(cancellationToken)
            : new(Decide(callId, reviewer, decision, comment));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentNullException"><paramref name="handler"/> is null.</exception>
    public IDisposable OnDecided(Action<ReviewDecision<TOut>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return _decisionHandlers.Add(handler);
    }

    /// <summary>As <see cref="OnDecided(Action{ReviewDecision{TOut}})"/>, for a handler that waits. Nobody waits for it, and what it throws is swallowed.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="handler"/> is null.</exception>
    public IDisposable OnDecided(Func<ReviewDecision<TOut>, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return _decisionHandlers.Add(ReviewHandlers<ReviewDecision<TOut>>.Unawaited(handler));
    }

    /// <summary>Calls <paramref name="handler"/> for every item that is taken from now on, until the returned registration is disposed of. It runs on the path of the call that is
    /// sent to review: must be fast.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="handler"/> is null.</exception>
    public IDisposable OnSubmitted(Action<ReviewItem<TIn, TOut>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return _submissionHandlers.Add(handler);
    }

    /// <summary>As <see cref="OnSubmitted(Action{ReviewItem{TIn, TOut}})"/>, for a handler that waits. Nobody waits for it, and what it throws is swallowed.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="handler"/> is null.</exception>
    public IDisposable OnSubmitted(Func<ReviewItem<TIn, TOut>, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return _submissionHandlers.Add(ReviewHandlers<ReviewItem<TIn, TOut>>.Unawaited(handler));
    }

    /// <summary>Calls <paramref name="handler"/> for every item that expires from now on, until the returned registration is disposed of.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="handler"/> is null.</exception>
    public IDisposable OnExpired(Action<ReviewItem<TIn, TOut>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return _expiryHandlers.Add(handler);
    }

    /// <summary>As <see cref="OnExpired(Action{ReviewItem{TIn, TOut}})"/>, for a handler that waits. Nobody waits for it, and what it throws is swallowed.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="handler"/> is null.</exception>
    public IDisposable OnExpired(Func<ReviewItem<TIn, TOut>, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return _expiryHandlers.Add(ReviewHandlers<ReviewItem<TIn, TOut>>.Unawaited(handler));
    }

    /// <summary>What became of the items, and how far reviewers agree.</summary>
    public ReviewStatistics GetStatistics()
    {
        ExpireDue();
        lock (_lock)
        {
            int claimed = _open.Count(entry => Release(entry).Item.Status == ReviewStatus.Claimed);
            return _tally.Read(_open.Count - claimed, claimed);
        }
    }
}
