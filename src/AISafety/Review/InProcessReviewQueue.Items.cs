using System.Collections.Immutable;

namespace AISafety.Review;

// The items, and what happens to them.
public sealed partial class InProcessReviewQueue<TIn, TOut>
{
    private readonly Lock _lock = new();
    private readonly Dictionary<CallId, ReviewEntry<TIn, TOut>> _entries = [];

    // Open items, waiting and claimed, in the order of submission, which is that of expiry.
    private readonly LinkedList<ReviewEntry<TIn, TOut>> _open = new();
    private readonly Queue<ReviewEntry<TIn, TOut>> _closed = new();
    private readonly ReviewTally<TOut> _tally;

    /// <inheritdoc/>
    public int ExpireDue()
    {
        if (_options.ItemTimeout is not { } timeout)
        {
            return 0;
        }

        List<ReviewEntry<TIn, TOut>>? due = null;
        lock (_lock)
        {
            while (_open.First is { Value: var entry } && _timeProvider.GetElapsedTime(entry.SubmittedAt) >= timeout)
            {
                entry.Item = entry.Item with { Status = ReviewStatus.Expired, Reviewer = null, Opinions = [.. entry.Opinions] };
                Close(entry);
                _tally.Expired++;
                (due ??= []).Add(entry);
            }
        }

        due?.ForEach(Conclude);
        return due?.Count ?? 0;
    }

    private bool Submit(ReviewRequest<TIn, TOut> request)
    {
        ExpireDue();
        double priority = PriorityOf(request);
        bool needsTwo = request.Evidence.Any(one => _twoPersonCodes.Contains(one.Code));
        ReviewItem<TIn, TOut> item = new(request, ReviewStatus.Waiting, null, null)
        {
            Priority = priority,
            RequiredReviewers = needsTwo ? 2 : 1,
            ExpiresAt = _options.ItemTimeout is { } timeout ? _timeProvider.GetUtcNow() + timeout : null,
        };
        lock (_lock)
        {
            ReviewEntry<TIn, TOut> entry = new(_tally.Submitted, _timeProvider.GetTimestamp(), item);
            if (_open.Count >= _options.Capacity || !_entries.TryAdd(request.CallId, entry))
            {
                _tally.NotTaken++;
                return false;
            }

            _tally.Submitted++;
            _open.AddLast(entry.Place);
        }

        ReviewHandlers<ReviewItem<TIn, TOut>>.Tell(_submissionHandlers.Current, item);
        return true;
    }

    private ReviewItem<TIn, TOut>[] List(ReviewStatus? status)
    {
        ExpireDue();
        lock (_lock)
        {
            bool closedOnly = status is ReviewStatus.Decided or ReviewStatus.Expired;
            bool openOnly = status is ReviewStatus.Waiting or ReviewStatus.Claimed;
            return
            [
                .. (closedOnly ? [] : _open.Select(Release))
                    .Concat(openOnly ? [] : _closed)
                    .Where(entry => status is null || entry.Item.Status == status)
                    .OrderByDescending(static entry => entry.Item.Priority)
                    .ThenBy(static entry => entry.Number)
                    .Select(static entry => entry.Item),
            ];
        }
    }

    private ReviewItem<TIn, TOut>? Claim(CallId callId, string reviewer)
    {
        ExpireDue();
        lock (_lock)
        {
            if (!_entries.TryGetValue(callId, out ReviewEntry<TIn, TOut>? entry)
                || !Release(entry).IsOpen
                || (entry.Item.Status == ReviewStatus.Claimed && entry.Item.Reviewer != reviewer)
                || entry.HasOpinionOf(reviewer))
            {
                return null;
            }

            entry.ClaimedAt = _timeProvider.GetTimestamp();
            return entry.Item = entry.Item with { Status = ReviewStatus.Claimed, Reviewer = reviewer };
        }
    }

    private bool Decide(CallId callId, string reviewer, TOut output, string? comment)
    {
        ExpireDue();
        ReviewDecision<TOut> decision;
        ImmutableArray<ReviewHandlers<ReviewDecision<TOut>>.Registration> handlers;
        lock (_lock)
        {
            if (!_entries.TryGetValue(callId, out ReviewEntry<TIn, TOut>? entry)
                || Release(entry).Item.Status != ReviewStatus.Claimed
                || entry.Item.Reviewer != reviewer)
            {
                return false;
            }

            decision = new(callId, output, reviewer, comment, _timeProvider.GetUtcNow());
            if (!Take(entry, decision))
            {
                return true;
            }

            handlers = _decisionHandlers.Current;
        }

        ReviewHandlers<ReviewDecision<TOut>>.Tell(handlers, decision);
        return true;
    }

    /// <summary>Takes a reviewer's answer. True if it decides the item; otherwise the item waits for another reviewer.</summary>
    private bool Take(ReviewEntry<TIn, TOut> entry, ReviewDecision<TOut> decision)
    {
        bool decides = entry.Item.RequiredReviewers == 1 || entry.Opinions.Exists(one => _comparer.Equals(one.Output, decision.Output));
        entry.Opinions.Add(decision);
        if (entry.Opinions.Count == 2)
        {
            _tally.Pair(entry.Opinions[0].Output, decision.Output);
        }

        entry.Item = entry.Item with { OpinionCount = entry.Opinions.Count };
        if (!decides)
        {
            entry.Item = entry.Item with { Status = ReviewStatus.Waiting, Reviewer = null };
            return false;
        }

        entry.Item = entry.Item with { Status = ReviewStatus.Decided, Decision = decision, Opinions = [.. entry.Opinions] };
        ReviewRequest<TIn, TOut> request = entry.Item.Request;
        _tally.Decide(decision.Output, request.HasOutput, request.Output, _timeProvider.GetElapsedTime(entry.SubmittedAt));
        Close(entry);
        return true;
    }

    private void Close(ReviewEntry<TIn, TOut> entry)
    {
        _open.Remove(entry.Place);
        _closed.Enqueue(entry);
        if (_closed.Count > _options.DecidedCapacity)
        {
            _entries.Remove(_closed.Dequeue().Item.Request.CallId);
        }
    }

    /// <summary>Gives an expired item its stated answer, and tells. Outside of the lock, for the functions are other people's.</summary>
    private void Conclude(ReviewEntry<TIn, TOut> entry)
    {
        ReviewItem<TIn, TOut> item = entry.Item;
        try
        {
            if (_rules.WhenExpired is { } answer && answer(item.Request) is { } stated)
            {
                item = item with { HasExpiredAnswer = true, ExpiredAnswer = stated };
            }
        }
        catch (Exception)
        {
            // Documented: it stays refused.
        }

        lock (_lock)
        {
            entry.Item = item;
        }

        ReviewHandlers<ReviewItem<TIn, TOut>>.Tell(_expiryHandlers.Current, item);
    }

    private double PriorityOf(ReviewRequest<TIn, TOut> request)
    {
        try
        {
            double priority = _rules.Priority?.Invoke(request) ?? EvidenceRisk.Of(request.Evidence);
            return double.IsNaN(priority) ? double.PositiveInfinity : priority;
        }
        catch (Exception)
        {
            // Documented: what cannot be ranked is looked at first.
            return double.PositiveInfinity;
        }
    }

    /// <summary>Puts an item back to waiting if its claim is over. Called wherever an item is looked at, so that no timer is needed.</summary>
    private ReviewEntry<TIn, TOut> Release(ReviewEntry<TIn, TOut> entry)
    {
        if (entry.Item.Status == ReviewStatus.Claimed && _timeProvider.GetElapsedTime(entry.ClaimedAt) >= _options.ClaimTimeout)
        {
            entry.Item = entry.Item with { Status = ReviewStatus.Waiting, Reviewer = null };
        }

        return entry;
    }
}
