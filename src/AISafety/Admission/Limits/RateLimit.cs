namespace AISafety.Limits;

/// <summary>How much may pass in which time.</summary>
/// <remarks>Immutable: change a copy by <c>with</c>. Time is that of the safe model: what passes by its <see cref="TimeProvider"/>.</remarks>
public sealed record RateLimit
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(49);

    /// <summary>So many permits in each period.</summary>
    /// <param name="permits">As <see cref="Permits"/>.</param>
    /// <param name="period">As <see cref="Period"/>.</param>
    public RateLimit(int permits, TimeSpan period)
    {
        Permits = permits;
        Period = period;
    }

    /// <summary>How many permits there are in a period: 1 or more. A call takes one, or its cost.</summary>
    public int Permits { get; init; }

    /// <summary>The period: 1 millisecond to 49 days.</summary>
    public TimeSpan Period { get; init; }

    /// <summary>How they are counted. Default: <see cref="RateLimitKind.TokenBucket"/>.</summary>
    public RateLimitKind Kind { get; init; }

    /// <summary>How many permits the bucket holds when it is full, as at the start: 1 or more, and no more than come in 49 days; null (default) for <see cref="Permits"/>. Only for <see cref="RateLimitKind.TokenBucket"/>.</summary>
    public int? Burst { get; init; }

    /// <summary>In how many parts the period slides: 2 to 1,000; default 10. A permit comes back when its part has left the period, so up to 1 / <see cref="Segments"/> of the period late. Only for <see cref="RateLimitKind.SlidingWindow"/>.</summary>
    public int Segments { get; init; } = 10;

    /// <summary>The most that a single call can ever be given.</summary>
    internal int Most => Kind == RateLimitKind.TokenBucket ? Burst ?? Permits : Permits;

    internal void Check(OptionCheck check)
    {
        check.Require(Permits >= 1, nameof(Permits), Permits, "1 or more");
        check.Range(nameof(Period), Period, TimeSpan.FromMilliseconds(1), s_longest);
        check.Require(Kind is >= RateLimitKind.TokenBucket and <= RateLimitKind.SlidingWindow, nameof(Kind), Kind, "TokenBucket, FixedWindow or SlidingWindow");
        check.Range(nameof(Segments), Segments, 2, 1_000);
        if (Burst is { } burst)
        {
            check.Require(Kind == RateLimitKind.TokenBucket, nameof(Burst), burst, $"null, for {Kind} has no bucket");
            check.Require(burst >= 1, nameof(Burst), burst, "1 or more");
            check.Require((double)burst / Permits * Period.Ticks <= s_longest.Ticks, nameof(Burst), burst, "no more than come in 49 days");
        }
    }

    internal ClockedLimiter Create(TimeProvider timeProvider) => Kind switch
    {
        RateLimitKind.FixedWindow => new FixedWindowLimiter(this, timeProvider),
        RateLimitKind.SlidingWindow => new SlidingWindowLimiter(this, timeProvider),
        _ => new TokenBucketLimiter(this, timeProvider),
    };
}
