using System.Collections.Immutable;

namespace AISafety.Review;

/// <summary>A review queue in memory: for one process, gone when it ends.</summary>
/// <typeparam name="TIn">What the model is asked.</typeparam>
/// <typeparam name="TOut">What the model answers, and so what a person decides.</typeparam>
/// <remarks>
/// <para>Thread-safe. Items are listed in the order of their submission, an expired claim at its old place. What is handed out are snapshots that do not
/// change. All operations complete synchronously; a token that is cancelled before an operation begins cancels it.</para>
/// <para>Handlers run on the thread that decides, after the decision and outside of locks, so that they may use the queue; what one of them throws is
/// swallowed, stops no other, and does not undo the decision. <c>Dispose</c> of a registration does not wait for a handler that is running.</para>
/// </remarks>
public sealed class InProcessReviewQueue<TIn, TOut> : IReviewQueue<TIn, TOut>
{
    private readonly Lock _lock = new();
    private readonly Dictionary<CallId, Entry> _entries = [];

    // Open items, waiting and claimed, in the order of submission.
    private readonly LinkedList<Entry> _open = new();
    private readonly Queue<Entry> _decided = new();
    private readonly DecisionHandlers<TOut> _handlers = new();
    private readonly ReviewQueueOptions _options;
    private readonly TimeProvider _timeProvider;
    private long _submitted;

    /// <summary>Creates an empty queue.</summary>
    /// <param name="options">Its bounds; null for <see cref="ReviewQueueOptions.Default"/>.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public InProcessReviewQueue(ReviewQueueOptions? options = null, TimeProvider? timeProvider = null)
    {
        _options = options ?? ReviewQueueOptions.Default;
        _options.Check();
        _timeProvider = timeProvider ?? TimeProvider.System;
    }

    /// <summary>How many items are open: waiting or claimed.</summary>
    public int OpenCount
    {
        get
        {
            lock (_lock)
            {
                return _open.Count;
            }
        }
    }

    /// <inheritdoc/>
    /// <returns>False if the queue is full, or holds an item of that call already, decided ones included.</returns>
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
            throw new ArgumentOutOfRangeException(nameof(status), status, "Expected Waiting, Claimed, Decided, or null for all.");
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
    /// <returns>False if the reviewer does not hold the claim, or it expired.</returns>
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
        return _handlers.Add(handler);
    }

    private bool Submit(ReviewRequest<TIn, TOut> request)
    {
        lock (_lock)
        {
            if (_open.Count >= _options.Capacity)
            {
                return false;
            }

            Entry entry = new(_submitted, new(request, ReviewStatus.Waiting, null, null));
            if (!_entries.TryAdd(request.CallId, entry))
            {
                return false;
            }

            _submitted++;
            _open.AddLast(entry.Place);
            return true;
        }
    }

    private ReviewItem<TIn, TOut>[] List(ReviewStatus? status)
    {
        lock (_lock)
        {
            IEnumerable<Entry> open = status is ReviewStatus.Decided ? [] : _open.Select(Expire);
            IEnumerable<Entry> decided = status is null or ReviewStatus.Decided ? _decided : [];
            return
            [
                .. open.Concat(decided)
                    .Where(entry => status is null || entry.Item.Status == status)
                    .OrderBy(static entry => entry.Number)
                    .Select(static entry => entry.Item),
            ];
        }
    }

    private ReviewItem<TIn, TOut>? Claim(CallId callId, string reviewer)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(callId, out Entry? entry)
                || Expire(entry).Item.Status == ReviewStatus.Decided
                || (entry.Item.Status == ReviewStatus.Claimed && entry.Item.Reviewer != reviewer))
            {
                return null;
            }

            entry.ClaimedAt = _timeProvider.GetTimestamp();
            return entry.Item = entry.Item with { Status = ReviewStatus.Claimed, Reviewer = reviewer };
        }
    }

    private bool Decide(CallId callId, string reviewer, TOut output, string? comment)
    {
        ReviewDecision<TOut> decision;
        ImmutableArray<DecisionHandlers<TOut>.Registration> handlers;
        lock (_lock)
        {
            if (!_entries.TryGetValue(callId, out Entry? entry)
                || Expire(entry).Item.Status != ReviewStatus.Claimed
                || entry.Item.Reviewer != reviewer)
            {
                return false;
            }

            decision = new(callId, output, reviewer, comment, _timeProvider.GetUtcNow());
            entry.Item = entry.Item with { Status = ReviewStatus.Decided, Decision = decision };
            _open.Remove(entry.Place);
            _decided.Enqueue(entry);
            if (_decided.Count > _options.DecidedCapacity)
            {
                _entries.Remove(_decided.Dequeue().Item.Request.CallId);
            }

            handlers = _handlers.Current;
        }

        DecisionHandlers<TOut>.Tell(handlers, decision);
        return true;
    }

    /// <summary>Puts an item back to waiting if its claim is over. Called wherever an item is looked at, so that no timer is needed.</summary>
    private Entry Expire(Entry entry)
    {
        if (entry.Item.Status == ReviewStatus.Claimed && _timeProvider.GetElapsedTime(entry.ClaimedAt) >= _options.ClaimTimeout)
        {
            entry.Item = entry.Item with { Status = ReviewStatus.Waiting, Reviewer = null };
        }

        return entry;
    }

    private sealed class Entry
    {
        public Entry(long number, ReviewItem<TIn, TOut> item)
        {
            Number = number;
            Item = item;
            Place = new(this);
        }

        public long Number { get; }

        public ReviewItem<TIn, TOut> Item { get; set; }

        public long ClaimedAt { get; set; }

        public LinkedListNode<Entry> Place { get; }
    }
}
