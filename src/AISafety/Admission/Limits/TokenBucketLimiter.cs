namespace AISafety.Limits;

/// <summary>A token bucket that fills evenly: in any stretch of time at most the burst and what comes in that time is taken.</summary>
/// <remarks>
/// <para>Kept as the time at which the bucket will be full, so that nothing has to be added to it: the virtual scheduling of the generic cell rate algorithm (ITU-T I.371), which is the same.</para>
/// <para>Counted in parts of a tick, as many as there are permits in a period, so that a token is a whole number of them and no rounding ever adds up.</para>
/// </remarks>
internal sealed class TokenBucketLimiter : ClockedLimiter
{
    private readonly long _permits;
    private readonly long _partsPerToken;
    private readonly Int128 _capacity;
    private Int128 _full;

    public TokenBucketLimiter(RateLimit limit, TimeProvider timeProvider)
        : base(limit.Most, timeProvider)
    {
        _permits = limit.Permits;
        _partsPerToken = (long)Math.Ceiling(Ticks(limit.Period));
        _capacity = Math.BigMul(limit.Most, _partsPerToken);
    }

    protected override bool TryTake(int permits, long now, out long wait)
    {
        wait = 0;
        Int128 parts = Math.BigMul(now, _permits);
        Int128 full = Max(_full, parts) + Math.BigMul(permits, _partsPerToken);
        Int128 over = full - parts - _capacity;
        if (over > 0)
        {
            wait = TicksOf(over);
            return false;
        }

        _full = full;
        return true;
    }

    protected override long IdleTicks(long now) => Math.BigMul(now, _permits) >= _full ? now - TicksOf(_full) : -1;

    protected override int Available(long now)
    {
        Int128 parts = Math.BigMul(now, _permits);
        return (int)((_capacity - (Max(_full, parts) - parts)) / _partsPerToken);
    }

    private static Int128 Max(Int128 left, Int128 right) => left > right ? left : right;

    private long TicksOf(Int128 parts) => (long)((parts + _permits - 1) / _permits);
}
