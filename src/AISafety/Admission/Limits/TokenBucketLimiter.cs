namespace AISafety.Limits;

/// <summary>A token bucket that fills evenly: in any stretch of time at most the burst and what comes in that time is taken.</summary>
/// <remarks>Kept as the time at which the bucket will be full, so that nothing has to be added to it: the virtual scheduling of the generic cell rate algorithm (ITU-T I.371), which is the same.</remarks>
internal sealed class TokenBucketLimiter : ClockedLimiter
{
    private readonly double _ticksPerToken;
    private readonly double _capacity;
    private double _full;

    public TokenBucketLimiter(RateLimit limit, TimeProvider timeProvider)
        : base(limit.Most, timeProvider)
    {
        _ticksPerToken = Ticks(limit.Period) / limit.Permits;
        _capacity = limit.Most * _ticksPerToken;
    }

    protected override bool TryTake(int permits, long now, out long wait)
    {
        double full = Math.Max(_full, now) + (permits * _ticksPerToken);
        double over = full - now - _capacity;
        wait = (long)Math.Ceiling(over);
        if (wait > 0)
        {
            return false;
        }

        _full = full;
        return true;
    }

    protected override long IdleTicks(long now) => now >= _full ? now - (long)Math.Ceiling(_full) : -1;

    protected override int Available(long now) => (int)((_capacity - Math.Max(0, _full - now)) / _ticksPerToken);
}
