using AISafety.Telemetry;
using Polly;
using Polly.Hedging;
using Polly.Retry;
using Polly.Timeout;

namespace AISafety.Resilience;

/// <summary>Polly's strategies, told what is a failure, what the time is, and whom to tell.</summary>
internal static class Pipelines
{
    public static ResiliencePipeline<Served<TOut>> Timeout<TOut>(TimeSpan timeout, TimeProvider timeProvider, StrategyEvents events) =>
        Of<TOut>(timeProvider)
            .AddTimeout(new TimeoutStrategyOptions { Timeout = timeout, OnTimeout = _ => events.CountAsync("timed_out") })
            .Build();

    public static ResiliencePipeline<Served<TOut>> Retry<TOut>(RetryOptions options, TimeProvider timeProvider, StrategyEvents events)
    {
        RetryStrategyOptions<Served<TOut>> strategy = new()
        {
            MaxRetryAttempts = options.MaxRetries,
            Delay = options.Delay,
            MaxDelay = options.MaxDelay,
            BackoffType = options.Backoff,
            UseJitter = options.UseJitter,
            ShouldHandle = args => new(HasFailed(args.Outcome, args.Context) && (args.Outcome.Exception is not { } exception || options.IsWorthIt(exception))),
            OnRetry = _ => events.CountAsync("retried"),
        };
        if (options.Seed is { } seed)
        {
            strategy.Randomizer = new SeededDraw(seed).Next;
        }

        return Of<TOut>(timeProvider).AddRetry(strategy).Build();
    }

    /// <summary>Hedges. A refusal of the first model is its answer, as where nobody hedges: the second must not be a way around it. A refusal of the second is none, for the first may answer yet.</summary>
    public static ResiliencePipeline<Served<TOut>> Hedging<TIn, TOut>(TimeSpan after, TimeProvider timeProvider, StrategyEvents events) =>
        Of<TOut>(timeProvider)
            .AddHedging(new HedgingStrategyOptions<Served<TOut>>
            {
                MaxHedgedAttempts = 1,
                Delay = after,
                ShouldHandle = static args => new(
                    HasFailed(args.Outcome, args.Context)
                    && (args.Outcome.Exception is not { } exception || !ModelFault.IsDecision(exception) || args.Context.Properties.TryGetValue(ResilientModel<TIn, TOut>.IsHedged, out _))),
                ActionGenerator = static args =>
                {
                    args.ActionContext.Properties.Set(ResilientModel<TIn, TOut>.IsHedged, true);
                    return () => args.Callback(args.ActionContext);
                },
                OnHedging = _ => events.CountAsync("hedged"),
            })
            .Build();

    public static ResiliencePipeline<Served<TOut>> Own<TOut>(Action<ResiliencePipelineBuilder> configure, TimeProvider timeProvider)
    {
        ResiliencePipelineBuilder own = new() { TimeProvider = new SteadyTime(timeProvider) };
        configure(own);
        return new ResiliencePipelineBuilder<Served<TOut>> { TimeProvider = own.TimeProvider }.AddPipeline(own.Build()).Build();
    }

    public static BulkheadModel<TIn, TOut> Bulkhead<TIn, TOut>(BuildContext<TIn> build, IModel<TIn, TOut> inner, int concurrency, int queue, TimeSpan? retryAfter)
    {
        StrategyEvents events = new(build.Telemetry, "bulkhead");
        BulkheadModel<TIn, TOut> model = new(inner, concurrency, queue, retryAfter, () => events.Count("rejected"));
        build.Telemetry.Observe(SafetyTelemetry.BulkheadRunning, "{call}", "Calls that the model works on.", () => model.Running);
        build.Telemetry.Observe(SafetyTelemetry.BulkheadQueued, "{call}", "Calls that wait for the model.", () => model.Queued);
        return model;
    }

    // These wait by timers alone, which no wall clock that is set moves; of the system's clock itself Polly uses its sources of cancellation again, which it does of no other.
    private static ResiliencePipelineBuilder<Served<TOut>> Of<TOut>(TimeProvider timeProvider) => new() { TimeProvider = timeProvider };

    /// <summary>Whether an attempt failed. What the caller cancelled did not.</summary>
    private static bool HasFailed<TOut>(in Outcome<Served<TOut>> outcome, ResilienceContext context)
    {
        if (outcome.Exception is not null)
        {
            return !context.CancellationToken.IsCancellationRequested;
        }

        // A branch, because a value that is compared with null elsewhere is boxed.
        if (outcome.Result.Output is null)
        {
            return true;
        }

        return false;
    }
}
