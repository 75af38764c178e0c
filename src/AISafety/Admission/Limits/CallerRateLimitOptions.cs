namespace AISafety.Limits;

/// <summary>How many callers have a rate limit of their own, and which.</summary>
public sealed record CallerRateLimitOptions : GuardOptions
{
    /// <summary>The guard's name, by which evidence, metrics and configuration know it. Not blank; default <c>caller-rate-limit</c>. Two such limits of one model need two names.</summary>
    public string Name { get; init; } = "caller-rate-limit";

    /// <summary>How many callers can have a limit of their own at once: 1 to 1,000,000; default 10,000. Each takes about 200 bytes. Further ones share one limit, together with calls that name no caller.</summary>
    /// <remarks>A caller who has taken nothing that still counts gives way to a new one.</remarks>
    public int MaxCallers { get; init; } = 10_000;

    /// <summary>The limit of a caller, where callers differ; null (default) for the same limit for all. Returns null for one that is to have none of its own, such as a name that is not known: it shares the limit of those who name no caller.</summary>
    /// <remarks>Asked when a caller first comes, and again after it gave way to another. Called from many threads at once; what it throws denies the call.</remarks>
    public Func<string, RateLimit?>? LimitFor { get; init; }

    /// <summary>The limit that all share who have none of their own; null (default) for the same as one caller's.</summary>
    public RateLimit? Shared { get; init; }
}
