namespace AISafety.Limits;

/// <summary>Counts from zero in each window; windows follow each other from the start on.</summary>
internal sealed class FixedWindowLimiter : ClockedLimiter
{
    private readonly long _length;
    private long _window;
    private int _taken;

    public FixedWindowLimiter(RateLimit limit, TimeProvider timeProvider)
        : base(limit.Most, timeProvider) => _length = (long)Math.Ceiling(Ticks(limit.Period));

    protected override bool TryTake(int permits, long now, out long wait)
    {
        MoveTo(now);
        wait = ((_window + 1) * _length) - now;
        if (permits > Most - _taken)
        {
            return false;
        }

        _taken += permits;
        return true;
    }

    protected override long IdleTicks(long now)
    {
        MoveTo(now);
        return _taken == 0 ? now - (_window * _length) : -1;
    }

    protected override int Available(long now)
    {
        MoveTo(now);
        return Most - _taken;
    }

    private void MoveTo(long now)
    {
        // Most calls are in the window of the one before; a division is not needed to see that.
        if (now - (_window * _length) >= _length)
        {
            _window = now / _length;
            _taken = 0;
        }
    }
}
