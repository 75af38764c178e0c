namespace AISafety.Limits;

/// <summary>Counts what was taken in the part of time that is running and in as many before it as make a whole period, so that no stretch of a period's length, wherever it begins, has more than the permits.</summary>
internal sealed class SlidingWindowLimiter : ClockedLimiter
{
    private readonly long _length;
    private readonly int[] _taken;
    private long _segment;
    private int _total;

    public SlidingWindowLimiter(RateLimit limit, TimeProvider timeProvider)
        : base(limit.Most, timeProvider)
    {
        _length = (long)Math.Ceiling(Ticks(limit.Period) / limit.Segments);
        _taken = new int[limit.Segments + 1];
    }

    protected override bool TryTake(int permits, long now, out long wait)
    {
        MoveTo(now);
        wait = 0;
        if (permits > Most - _total)
        {
            wait = Wait(permits - (Most - _total), now);
            return false;
        }

        _taken[_segment % _taken.Length] += permits;
        _total += permits;
        return true;
    }

    protected override long IdleTicks(long now)
    {
        MoveTo(now);
        return _total == 0 ? now - (_segment * _length) : -1;
    }

    protected override int Available(long now)
    {
        MoveTo(now);
        return Most - _total;
    }

    private void MoveTo(long now)
    {
        if (now - (_segment * _length) < _length)
        {
            return;
        }

        long segment = now / _length;
        long first = Math.Max(_segment + 1, segment - _taken.Length + 1);
        for (long one = first; one <= segment; one++)
        {
            ref int taken = ref _taken[one % _taken.Length];
            _total -= taken;
            taken = 0;
        }

        _segment = segment;
    }

    /// <summary>When enough will have left the period.</summary>
    private long Wait(int needed, long now)
    {
        long oldest = _segment - _taken.Length + 1;
        while (needed > 0)
        {
            // The slot of the oldest part is the one that comes after the running one.
            needed -= oldest >= 0 ? _taken[oldest % _taken.Length] : 0;
            oldest++;
        }

        return ((oldest - 1 + _taken.Length) * _length) - now;
    }
}
