using AISafety.Resilience;
using Polly;

namespace AISafety;

/// <summary>Adds strategies of Polly around the model, inside the guards: the first that is added lies closest to the model. So <c>AddTimeout</c> before <c>AddRetry</c> bounds each attempt, and after
/// it all of them together.</summary>
/// <remarks>
/// <para>Cancellation by the caller goes before all of them and is never retried. Time is the builder's clock.</para>
/// <para>A model that is wrapped is asked call by call, in batches too.</para>
/// </remarks>
public static class ResilienceExtensions
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

    /// <summary>Waits for an attempt no longer than <paramref name="timeout"/>: the call ends as Block with <c>model.timeout</c>, and the fallback chain answers.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="timeout">10 ms to 1 day.</param>
    /// <param name="onThreadPool">Whether the model is asked on a thread of the pool. Without (default) a model that works synchronously cannot be interrupted and holds its caller for as long as it takes: its
    /// answer is given, however late, and counted as <c>late</c> in <c>aisafety.resilience.events</c>.</param>
    /// <remarks>The attempt's token is cancelled. A model that does not heed it works on by itself: what it throws then is observed, and leases of admission guards and its place in the bulkhead are held until it ends.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    /// <exception cref="SafetyBuildException"><paramref name="timeout"/> is out of range.</exception>
    public static SafetyBuilder<TIn, TOut> AddTimeout<TIn, TOut>(this SafetyBuilder<TIn, TOut> builder, TimeSpan timeout, bool onThreadPool = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        OptionCheck.OfBuilder(nameof(AddTimeout), nameof(AddTimeout)).Range(nameof(timeout), timeout, s_shortest, s_longest);
        return builder.WrapModel(ModelLayer.Resilience, (build, inner) =>
        {
            StrategyEvents events = new(build.Telemetry, "timeout");
            return new ResilientModel<TIn, TOut>(Pipelines.Timeout<TOut>(timeout, build.TimeProvider, events), new(inner, onThreadPool: onThreadPool), late: () => events.Count("late"));
        });
    }

    /// <summary>Asks the model again when it fails. What was refused is not retried, and neither is what the caller cancelled.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">How often, and after how long; null for the defaults.</param>
    /// <remarks>An answer of null counts as a failure.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    /// <exception cref="SafetyBuildException">An option is out of range.</exception>
    public static SafetyBuilder<TIn, TOut> AddRetry<TIn, TOut>(this SafetyBuilder<TIn, TOut> builder, RetryOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        options ??= RetryOptions.Default;
        options.Check();
        return builder.WrapModel(ModelLayer.Resilience, (build, inner) => new ResilientModel<TIn, TOut>(
            Pipelines.Retry<TOut>(options, build.TimeProvider, new(build.Telemetry, "retry")), new(inner)));
    }

    /// <summary>Bounds how many calls the model works on at once. Further ones end as Block with <c>bulkhead.full</c>. Lies innermost, wherever it is added.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="concurrency">How many calls the model works on at once: 1 to 1,000,000.</param>
    /// <param name="queue">How many more wait, the oldest first, within their timeouts: 0 (default) to 1,000,000.</param>
    /// <param name="retryAfter">What a caller is told of when to come back; null (default) for nothing. More than zero.</param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    /// <exception cref="SafetyBuildException">An argument is out of range, or the model has a bulkhead already.</exception>
    public static SafetyBuilder<TIn, TOut> AddBulkhead<TIn, TOut>(this SafetyBuilder<TIn, TOut> builder, int concurrency, int queue = 0, TimeSpan? retryAfter = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        OptionCheck check = OptionCheck.OfBuilder(nameof(AddBulkhead), nameof(AddBulkhead));
        check.Range(nameof(concurrency), concurrency, 1, 1_000_000);
        check.Range(nameof(queue), queue, 0, 1_000_000);
        check.Require(retryAfter is null || retryAfter > TimeSpan.Zero, nameof(retryAfter), retryAfter, "more than zero");
        builder.RequireOnly(nameof(AddBulkhead), "one bulkhead, whose numbers are those of the model");
        return builder.WrapModel(ModelLayer.Bulkhead, (build, inner) => Pipelines.Bulkhead(build, inner, concurrency, queue, retryAfter));
    }

    /// <summary>Asks a second model as well when the first has not answered after a while, or has failed: the first good answer counts, and the other attempt is cancelled. A refusal of the first, such as by a full bulkhead, is its answer: it asks nobody else.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="second">The second model. Not disposed of.</param>
    /// <param name="after">How long the first is waited for: zero (both at once) to 1 day.</param>
    /// <param name="name">What the second model is called in <see cref="SafetyResult{TOut}.ServedBy"/>.</param>
    /// <param name="onThreadPool">Whether both models are asked on threads of the pool. Without (default) the second is never asked of a first that works synchronously, unless it fails.</param>
    /// <remarks>Safe only for models whose answers have no side effects.</remarks>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank, or an argument is null.</exception>
    /// <exception cref="SafetyBuildException"><paramref name="after"/> is out of range, or the name means the model or nobody.</exception>
    public static SafetyBuilder<TIn, TOut> AddHedging<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder, IModel<TIn, TOut> second, TimeSpan after, string name = "second", bool onThreadPool = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        OptionCheck check = OptionCheck.OfBuilder(nameof(AddHedging), nameof(AddHedging));
        check.Range(nameof(after), after, TimeSpan.Zero, s_longest);
        check.Require(name is not ("model" or "none"), nameof(name), name, "a name that does not mean the model or nobody");
        return builder.WrapModel(ModelLayer.Resilience, (build, inner) => new ResilientModel<TIn, TOut>(
            Pipelines.Hedging<TIn, TOut>(after, build.TimeProvider, new(build.Telemetry, "hedging")),
            new(inner, onThreadPool: onThreadPool),
            new(second, name, isStandIn: true, onThreadPool)));
    }

    /// <summary>Puts a pipeline of one's own around the model.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Describes the pipeline, at each Build. The builder that it is given has the clock of the safe model.</param>
    /// <remarks>What is thrown as an <see cref="ExecutionRejectedException"/> ends the call as Block: <c>model.timeout</c>, <c>circuit.open</c>, or else <c>model.rejected</c>. Results that strategies see are of
    /// type <see cref="Served{TOut}"/>.</remarks>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static SafetyBuilder<TIn, TOut> AddResilience<TIn, TOut>(this SafetyBuilder<TIn, TOut> builder, Action<ResiliencePipelineBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        return builder.WrapModel(ModelLayer.Resilience, (build, inner) => new ResilientModel<TIn, TOut>(Pipelines.Own<TOut>(configure, build.TimeProvider), new(inner)));
    }
}
