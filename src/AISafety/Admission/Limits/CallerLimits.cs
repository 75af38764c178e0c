using System.Collections.Concurrent;

namespace AISafety.Limits;

/// <summary>A limiter a caller, for at most so many callers; the others share one. Thread-safe.</summary>
/// <remarks>Finding the limiter of a caller who is known takes no lock and allocates nothing.</remarks>
internal sealed class CallerLimits
{
    // A name of any length would be kept.
    private const int LongestName = 512;

    // How many callers are looked at, at most, to find one that gives way: a new name must not cost more than that.
    private const int Looks = 8;

    private readonly ConcurrentDictionary<string, ClockedLimiter> _limiters = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly List<string> _names = [];
    private readonly RateLimit _limit;
    private readonly CallerRateLimitOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ClockedLimiter _shared;
    private int _hand;

    public CallerLimits(RateLimit limit, CallerRateLimitOptions options, TimeProvider timeProvider)
    {
        _limit = limit;
        _options = options;
        _timeProvider = timeProvider;
        _shared = (options.Shared ?? limit).Create(timeProvider);
    }

    /// <summary>How many callers have a limiter of their own.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _names.Count;
            }
        }
    }

    /// <summary>The limiter of a caller.</summary>
    public ClockedLimiter Of(string? caller) =>
        caller is null ? _shared
        : _limiters.TryGetValue(caller, out ClockedLimiter? limiter) ? limiter
        : Add(caller);

    /// <summary>The limiter of all who have none of their own. Never retired.</summary>
    public ClockedLimiter Shared => _shared;

    private ClockedLimiter Add(string caller)
    {
        if (string.IsNullOrWhiteSpace(caller) || caller.Length > LongestName)
        {
            return _shared;
        }

        // Foreign code, not under the lock.
        RateLimit? limit = _options.LimitFor is { } limitFor ? limitFor(caller) : _limit;
        if (limit is null)
        {
            return _shared;
        }

        if (_options.LimitFor is not null)
        {
            limit.Check(OptionCheck.OfArgument($"The {nameof(RateLimit)} that {nameof(CallerRateLimitOptions.LimitFor)} gave"));
        }

        lock (_lock)
        {
            if (_limiters.TryGetValue(caller, out ClockedLimiter? limiter))
            {
                return limiter;
            }

            if (_names.Count < _options.MaxCallers)
            {
                _names.Add(caller);
            }
            else if (!TryReplace(caller))
            {
                return _shared;
            }

            return _limiters[caller] = limit.Create(_timeProvider);
        }
    }

    private bool TryReplace(string caller)
    {
        for (int look = 0; look < Math.Min(Looks, _names.Count); look++)
        {
            _hand = (_hand + 1) % _names.Count;
            string name = _names[_hand];
            if (_limiters[name].TryRetire())
            {
                _limiters.TryRemove(name, out _);
                _names[_hand] = caller;
                return true;
            }
        }

        return false;
    }
}
