namespace AISafety.Limits;

/// <summary>A token bucket that fills evenly: in any stretch of time at most the burst and what comes in that time is taken.</summary>
/// <remarks>
/// <para>Kept as the time at which the bucket will be full, so that nothing has to be added to it: the virtual scheduling of the generic cell rate algorithm (ITU-T I.371), which is the same.</para>
/// <para>Times are ticks and, of the next one, a number of parts, of which a tick has as many as a period has permits: so a token is a whole number of parts, and no rounding ever adds up.</para>
/// </remarks>
internal sealed class TokenBucketLimiter : ClockedLimiter
{
    private readonly long _period;
    private readonly long _permits;
    private readonly (long Ticks, long Parts) _token;
    private readonly (long Ticks, long Parts) _capacity;
    private long _fullTicks;
    private long _fullParts;

    public TokenBucketLimiter(RateLimit limit, TimeProvider timeProvider)
        : base(limit.Most, timeProvider)
    {
        _period = (long)Math.Ceiling(Ticks(limit.Period));
        _permits = limit.Permits;
        _token = TimeOf(1);
        _capacity = TimeOf(limit.Most);
    }

    protected override bool TryTake(int permits, long now, out long wait)
    {
        (long ticks, long parts) = permits == 1 ? _token : TimeOf(permits);
        ticks += Math.Max(_fullTicks, now);
        parts += _fullTicks < now ? 0 : _fullParts;
        if (parts >= _permits)
        {
            ticks++;
            parts -= _permits;
        }

        long over = ticks - now - _capacity.Ticks;
        if (over > 0 || (over == 0 && parts > _capacity.Parts))
        {
            wait = over + (parts > _capacity.Parts ? 1 : 0);
            return false;
        }

        _fullTicks = ticks;
        _fullParts = parts;
        wait = 0;
        return true;
    }

    protected override long IdleTicks(long now) => now - _fullTicks - (_fullParts > 0 ? 1 : 0);

    protected override int Available(long now)
    {
        Int128 missing = Math.BigMul(_fullTicks - now, _permits) + _fullParts;
        return (int)((Math.BigMul(Most, _period) - (missing > 0 ? missing : 0)) / _period);
    }

    /// <summary>How long so many tokens take to come.</summary>
    private (long Ticks, long Parts) TimeOf(int tokens)
    {
        Int128 parts = Math.BigMul(tokens, _period);
        return parts <= long.MaxValue
            ? Math.DivRem((long)parts, _permits)
            : ((long)(parts / _permits), (long)(parts % _permits));
    }
}
