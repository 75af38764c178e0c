using System.Threading.RateLimiting;
using AISafety.Limits;

namespace AISafety;

/// <summary>Adds how many calls there may be, in a time and at once.</summary>
public static class LimitExtensions
{
    /// <summary>Limits the rate of all calls of the model together. Admission guard <c>rate-limit</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="limit">The limit. Each Build counts by itself.</param>
    /// <param name="cost">How many permits a call takes, such as its tokens or rows: 0 (it is always let in) or more; null (default) for one. Negative, or an exception, denies the call; so does more than the limit ever has.</param>
    /// <param name="options">How the engine treats the guard.</param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="limit"/> is null.</exception>
    /// <exception cref="SafetyBuildException">The limit is out of range.</exception>
    public static SafetyBuilder<TIn, TOut> AddRateLimit<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder, RateLimit limit, Func<TIn, int>? cost = null, GuardOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(limit);
        limit.Check(OptionCheck.OfBuilder(RateLimitGuard<TIn>.GuardName, nameof(RateLimit)));
        return builder.AddAdmissionGuard(build => new RateLimitGuard<TIn>(limit.Create(build.TimeProvider), cost, build), options);
    }

    /// <summary>Limits the rate of all calls of the model together by a limiter of yours. Admission guard <c>rate-limit</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="limiter">Any limiter, by its own clock. Shared between Builds, and with whomever else you give it to; not disposed of. It is never waited for: its queue is not used. Its leases are held until the model has ended.</param>
    /// <param name="cost">As for the overload with a <see cref="RateLimit"/>.</param>
    /// <param name="options">How the engine treats the guard.</param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="limiter"/> is null.</exception>
    public static SafetyBuilder<TIn, TOut> AddRateLimit<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder, RateLimiter limiter, Func<TIn, int>? cost = null, GuardOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(limiter);
        return builder.AddAdmissionGuard(build => new RateLimitGuard<TIn>(limiter, cost, build), options);
    }

    /// <summary>Limits rates by a partitioned limiter of yours, by whatever it makes of caller, user, key and purpose. Admission guard <c>partitioned-rate-limit</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="limiter">Any partitioned limiter; otherwise as for the overload with a <see cref="RateLimiter"/>. How many partitions it makes is its own affair.</param>
    /// <param name="cost">As for the overload with a <see cref="RateLimit"/>.</param>
    /// <param name="options">How the engine treats the guard.</param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="limiter"/> is null.</exception>
    public static SafetyBuilder<TIn, TOut> AddRateLimit<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder, PartitionedRateLimiter<CallInfo> limiter, Func<TIn, int>? cost = null, GuardOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(limiter);
        return builder.AddAdmissionGuard(build => new PartitionedRateLimitGuard<TIn>(limiter, cost, build), options);
    }

    /// <summary>Limits the rate of each caller by itself. Admission guard <c>caller-rate-limit</c>, or what <see cref="CallerRateLimitOptions.Name"/> says: two limits, such as of a second and of a day, need two names.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="limit">The limit of each caller, and of all together who have none of their own. Each Build counts by itself.</param>
    /// <param name="cost">As for <see cref="AddRateLimit{TIn, TOut}(SafetyBuilder{TIn, TOut}, RateLimit, Func{TIn, int}, GuardOptions)"/>.</param>
    /// <param name="options">How many callers, and which.</param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="limit"/> is null.</exception>
    /// <exception cref="SafetyBuildException">An option is out of range; at Build: the model has another limit of this name.</exception>
    public static SafetyBuilder<TIn, TOut> AddCallerRateLimit<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder, RateLimit limit, Func<TIn, int>? cost = null, CallerRateLimitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(limit);
        options ??= new();
        OptionCheck.OfBuilder(nameof(AddCallerRateLimit), nameof(CallerRateLimitOptions)).Require(!string.IsNullOrWhiteSpace(options.Name), nameof(options.Name), options.Name, "a short stable name in lower case");
        limit.Check(OptionCheck.OfBuilder(options.Name, nameof(RateLimit)));
        options.Shared?.Check(OptionCheck.OfBuilder(options.Name, $"{nameof(CallerRateLimitOptions)}.{nameof(options.Shared)}"));
        OptionCheck.OfBuilder(options.Name, nameof(CallerRateLimitOptions)).Range(nameof(options.MaxCallers), options.MaxCallers, 1, 1_000_000);
        return builder.AddAdmissionGuard(
            build =>
            {
                build.RequireOwnName("limits of callers", options.Name, $"{nameof(CallerRateLimitOptions)}.{nameof(CallerRateLimitOptions.Name)}");
                return new CallerRateLimitGuard<TIn>(new(limit, options, build.TimeProvider), options.Name, cost, build);
            },
            options);
    }

    /// <summary>Limits how many calls ask the model at once. Admission guard <c>concurrency-limit</c>.</summary>
    /// <remarks>A call that waits is not asked again by the guards that were added before: what these, such as a kill switch, have come to refuse meanwhile does not stop it. Guards that are added after the limit are asked when it is let
    /// in, and give its place back if they deny.</remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="permits">How many at once: 1 or more. A call counts until the model has ended for it, even if nobody waits for that any more.</param>
    /// <param name="options">How many others may wait, and how long; by default none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    /// <exception cref="SafetyBuildException">A number is out of range, or the model has such a limit already.</exception>
    public static SafetyBuilder<TIn, TOut> AddConcurrencyLimit<TIn, TOut>(this SafetyBuilder<TIn, TOut> builder, int permits, ConcurrencyLimitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        options ??= new();
        OptionCheck.OfBuilder(ConcurrencyLimitGuard<TIn>.GuardName, nameof(AddConcurrencyLimit)).Require(permits >= 1, nameof(permits), permits, "1 or more");
        options.Check(OptionCheck.OfBuilder(ConcurrencyLimitGuard<TIn>.GuardName, nameof(ConcurrencyLimitOptions)));
        builder.RequireOnly(nameof(AddConcurrencyLimit), "one concurrency limit");
        ConcurrencyLimiterOptions limiter = new() { PermitLimit = permits, QueueLimit = options.QueueLimit, QueueProcessingOrder = options.Order };
        return builder.AddAdmissionGuard(build => new ConcurrencyLimitGuard<TIn>(new(limiter), permits, options.MaxWait, build), options);
    }
}
