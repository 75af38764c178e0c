using System.Collections.Concurrent;

namespace AISafety.Access;

/// <summary>Callers that are refused for now, such as by the containment of an incident. Added by <c>AddCallerBlocklist</c>; may be shared by several safe models. Thread-safe; lives as long as the process.</summary>
public sealed class CallerBlocklist
{
    private const int HistoryCapacity = 1_000;

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, BlockedCaller> _blocked = new(StringComparer.Ordinal);
    private readonly Queue<BlockedCaller> _history = new();
    private readonly int _capacity;
    private readonly TimeProvider _timeProvider;

    // Of the dictionary, whose own count takes all its locks.
    private volatile int _count;

    /// <summary>Makes an empty list.</summary>
    /// <param name="capacity">How many callers can be blocked at once: 1 to 1,000,000; default 10,000.</param>
    /// <param name="timeProvider">The clock by which blocks end; null for the system's.</param>
    /// <param name="name">What it is called in evidence and metrics; not blank. Two lists of one model need two names.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is out of range.</exception>
    public CallerBlocklist(int capacity = 10_000, TimeProvider? timeProvider = null, string name = "caller-blocklist")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, 1_000_000);
        _capacity = capacity;
        _timeProvider = timeProvider ?? TimeProvider.System;
        Name = name;
    }

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>The callers that are blocked now.</summary>
    public IReadOnlyList<BlockedCaller> Blocked
    {
        get
        {
            lock (_lock)
            {
                DropExpired();
                return [.. _blocked.Values.OrderBy(static one => one.At)];
            }
        }
    }

    /// <summary>How many callers are blocked now.</summary>
    internal int Count
    {
        get
        {
            lock (_lock)
            {
                DropExpired();
                return _count;
            }
        }
    }

    /// <summary>The last 1,000 times that a caller was blocked or let in again by somebody, the oldest first. Blocks that ended by themselves have no entry: <see cref="BlockedCaller.Until"/> says when.</summary>
    public IReadOnlyList<BlockedCaller> History
    {
        get
        {
            lock (_lock)
            {
                return [.. _history];
            }
        }
    }

    /// <summary>Refuses a caller from its next call on. One that is blocked already is blocked anew, with the new end.</summary>
    /// <param name="caller">The caller, as in <see cref="CallInfo.Caller"/>, compared letter by letter.</param>
    /// <param name="actor">Who blocks it.</param>
    /// <param name="reason">Why. It is not shown to the caller.</param>
    /// <param name="duration">How long; more than zero. Null (default) until it is let in again.</param>
    /// <exception cref="ArgumentException">A text is null or blank.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="duration"/> is not more than zero.</exception>
    /// <exception cref="InvalidOperationException">As many callers as there is room for are blocked. None is let in for it.</exception>
    public void Block(string caller, string actor, string reason, TimeSpan? duration = null) => Put(caller, actor, reason, duration, mayShorten: true);

    /// <summary>As <see cref="Block"/>; but leaves the block of somebody else that lasts as long or longer.</summary>
    internal void BlockAtLeast(string caller, string actor, string reason, TimeSpan? duration) => Put(caller, actor, reason, duration, mayShorten: false);

    private void Put(string caller, string actor, string reason, TimeSpan? duration, bool mayShorten)
    {
        Check(caller, actor, reason);
        if (duration is { } time)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero, nameof(duration));
        }

        DateTimeOffset now = _timeProvider.GetUtcNow();
        DateTimeOffset? until = duration is null || duration > DateTimeOffset.MaxValue - now ? null : now + duration;
        lock (_lock)
        {
            if (!mayShorten && _blocked.TryGetValue(caller, out BlockedCaller? there) && !IsOver(there, now) && (there.Until is null || there.Until >= until))
            {
                return;
            }

            if (!_blocked.ContainsKey(caller) && _blocked.Count >= _capacity)
            {
                DropExpired();
                if (_blocked.Count >= _capacity)
                {
                    throw new InvalidOperationException($"{_capacity} callers are blocked, as many as there is room for; expected fewer. Make the list with a greater capacity.");
                }
            }

            _blocked[caller] = Log(new(caller, true, actor, reason, now, until));
            _count = _blocked.Count;
        }
    }

    /// <summary>Lets a caller in again.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="actor">Who lets it in.</param>
    /// <param name="reason">Why.</param>
    /// <returns>Whether it was blocked.</returns>
    /// <exception cref="ArgumentException">A text is null or blank.</exception>
    public bool Unblock(string caller, string actor, string reason)
    {
        Check(caller, actor, reason);
        lock (_lock)
        {
            DropExpired();
            if (!_blocked.TryRemove(caller, out _))
            {
                return false;
            }

            _count = _blocked.Count;
            Log(new(caller, false, actor, reason, _timeProvider.GetUtcNow(), null));
            return true;
        }
    }

    /// <summary>Takes back a block, if it is the block of this actor for this reason. The block of somebody else that it took the place of, and that is not over, is there again.</summary>
    /// <returns>The block of somebody else that is there instead, and stays; null if there is none.</returns>
    internal BlockedCaller? Withdraw(string caller, string actor, string reason)
    {
        Check(caller, actor, reason);
        lock (_lock)
        {
            DropExpired();
            if (!_blocked.TryGetValue(caller, out BlockedCaller? there))
            {
                return null;
            }

            if (!IsOf(there))
            {
                return there;
            }

            DateTimeOffset now = _timeProvider.GetUtcNow();
            if (_history.LastOrDefault(one => one.Caller == caller && !IsOf(one)) is { IsBlocked: true } before && !IsOver(before, now))
            {
                _blocked[caller] = Log(before with { At = now });
                return null;
            }

            _blocked.TryRemove(caller, out _);
            _count = _blocked.Count;
            Log(new(caller, false, actor, reason, now, null));
            return null;
        }

        bool IsOf(BlockedCaller one) => one.Actor == actor && one.Reason == reason;
    }

    /// <summary>Why a caller is blocked; null if it is not, and for a call that names no caller.</summary>
    /// <param name="caller">The caller.</param>
    public BlockedCaller? Find(string? caller) =>
        _count > 0 && caller is not null && _blocked.TryGetValue(caller, out BlockedCaller? blocked) && !IsOver(blocked, _timeProvider.GetUtcNow()) ? blocked : null;

    /// <summary>How long a block has yet to go; null if it does not end by itself.</summary>
    internal TimeSpan? Left(BlockedCaller blocked)
    {
        TimeSpan? left = blocked.Until - _timeProvider.GetUtcNow();
        return left < TimeSpan.Zero ? TimeSpan.Zero : left;
    }

    private static void Check(string caller, string actor, string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(caller);
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
    }

    private static bool IsOver(BlockedCaller blocked, DateTimeOffset now) => blocked.Until <= now;

    private BlockedCaller Log(BlockedCaller change)
    {
        _history.Enqueue(change);
        if (_history.Count > HistoryCapacity)
        {
            _history.Dequeue();
        }

        return change;
    }

    private void DropExpired()
    {
        DateTimeOffset now = _timeProvider.GetUtcNow();
        foreach ((string caller, BlockedCaller blocked) in _blocked)
        {
            if (IsOver(blocked, now))
            {
                _blocked.TryRemove(caller, out _);
            }
        }

        _count = _blocked.Count;
    }
}
