namespace AISafety.Limits;

/// <summary>How calls are counted against a rate limit.</summary>
public enum RateLimitKind : byte
{
    /// <summary>A bucket that fills evenly: bursts up to its size, the rate in the long run.</summary>
    TokenBucket = 0,

    /// <summary>Counted from zero in each period; around its end, twice the permits may pass in a short time.</summary>
    FixedWindow = 1,

    /// <summary>No more than the permits in any stretch of time as long as the period.</summary>
    SlidingWindow = 2,
}
