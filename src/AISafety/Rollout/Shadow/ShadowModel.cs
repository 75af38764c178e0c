namespace AISafety.Rollout;

/// <summary>Asks the model, and lets a candidate answer the same input beside it. What a caller gets, and when, is the model's alone.</summary>
internal sealed class ShadowModel<TIn, TOut> : IRoutedModel<TIn, TOut>, IReportsHealth, IClosesWithModel, IWrapsModel
{
    private const string ModelName = "model";

    private readonly ShadowOptions<TOut> _options;
    private readonly IModel<TIn, TOut> _inner;
    private readonly IRoutedModel<TIn, TOut>? _routed;
    private readonly Func<TIn, TIn> _copyInput;
    private readonly Func<TOut, TOut> _copyOutput;
    private readonly TimeProvider _timeProvider;
    private readonly ShadowSample _sample;
    private readonly ShadowLedger<TIn, TOut> _ledger;
    private readonly ShadowRunner<TIn, TOut> _runner;

    public ShadowModel(
        ShadowOptions<TOut> options,
        IModel<TIn, TOut> inner,
        IModel<TIn, TOut> candidate,
        Func<TIn, TOut, TOut, bool> agree,
        Func<TIn, TIn> copyInput,
        BuildContext<TIn> build)
    {
        _options = options;
        _inner = inner;
        _routed = inner as IRoutedModel<TIn, TOut>;
        _copyInput = copyInput;
        _copyOutput = options.CopyOutput ?? OwnCopy.For<TOut>();
        _timeProvider = build.TimeProvider;
        _sample = new(options.Share, options.Seed);
        _ledger = new(options, _copyOutput, build.Telemetry);
        _runner = new(options, candidate, agree, _ledger, build.TimeProvider);
        ShadowAlarm stopped = new(build.Alerts, Name, StoppedAlert(options), () => _runner.IsStopped);
        ShadowAlarm failing = new(build.Alerts, Name, FailingAlert(options), () => _ledger.IsFailing);
        _runner.Changed = () =>
        {
            stopped.Look();
            failing.Look();
        };
        build.Telemetry.Observe(
            Telemetry.SafetyTelemetry.ShadowAbandoned,
            "{call}",
            "Abandoned calls of a candidate that have not come back.",
            () => _runner.AbandonedNow,
            new(Telemetry.SafetyTelemetry.ShadowTag, options.Name));
    }

    object IWrapsModel.Inner => _inner;

    public string Name => _options.Name;

    public ShadowReport<TIn, TOut> Report => _ledger.Report(_runner.AbandonedNow, _runner.IsStopped);

    /// <summary>Asks the model alone: without a call's context there is no key to choose it by, nor an id to report it under.</summary>
    public ValueTask<TOut> PredictAsync(TIn input, CancellationToken cancellationToken = default) => _inner.PredictAsync(input, cancellationToken);

    public ValueTask<Served<TOut>> PredictAsync(TIn input, SafetyContext context) =>
        _sample.Takes(context.Call.Key, context.CallId.Number) ? AskBoth(input, context) : Ask(input, context);

    public PartHealth GetHealth() =>
        _runner.IsStopped ? new(Name, HealthState.Degraded, "The candidate does not come back, and is no longer asked; callers are not affected.")
        : _ledger.IsFailing ? new(Name, HealthState.Degraded, "At least a tenth of the candidate's last calls failed; callers are not affected.")
        : new(Name, HealthState.Healthy, "The candidate is asked beside the model.");

    public Task FlushAsync(CancellationToken cancellationToken) => _runner.FlushAsync(cancellationToken);

    public Task CloseAsync(TimeSpan longest) => _runner.CloseAsync(longest);

    private ValueTask<Served<TOut>> Ask(TIn input, SafetyContext context)
    {
        if (_routed is not null)
        {
            return _routed.PredictAsync(input, context);
        }

        ValueTask<TOut> pending = _inner.PredictAsync(input, context.CancellationToken);
        return pending.IsCompletedSuccessfully ? new(new Served<TOut>(pending.Result, ModelName)) : NameAsync(pending);
    }

    private ValueTask<Served<TOut>> AskBoth(TIn input, SafetyContext context)
    {
        _ledger.Sampled();
        CallId callId = context.CallId;
        long started = _timeProvider.GetTimestamp();
        ValueTask<Served<TOut>> pending;
        try
        {
            pending = Ask(input, context);
        }
        catch
        {
            _ledger.Ended(ShadowOutcome.StableFailed);
            throw;
        }

        if (pending.IsCompletedSuccessfully)
        {
            Served<TOut> served = pending.Result;
            if (TryCopy(input, served.Output, out TIn own))
            {
                Hand(own, served.Output, callId, started);
            }

            return new(served);
        }

        // Not "is completed": it may have ended well since it was looked at above.
        if (pending.IsFaulted || pending.IsCanceled)
        {
            _ledger.Ended(ShadowOutcome.StableFailed);
            return pending;
        }

        // Copied before anybody waits: a caller who cancels may write into the input while the model still works.
        return TryCopy(input, out TIn copy) ? FollowAsync(pending, copy, callId, started) : pending;
    }

    private async ValueTask<Served<TOut>> FollowAsync(ValueTask<Served<TOut>> pending, TIn input, CallId callId, long started)
    {
        Served<TOut> served;
        try
        {
            served = await pending.ConfigureAwait(false);
        }
        catch
        {
            _ledger.Ended(ShadowOutcome.StableFailed);
            throw;
        }

        Hand(input, served.Output, callId, started);
        return served;
    }

    /// <summary>Copies the input of a call that has been answered; false, and counted, if it is not to be shadowed after all.</summary>
    private bool TryCopy(TIn input, TOut output, out TIn copy)
    {
        if (output is null)
        {
            copy = input;
            _ledger.Ended(ShadowOutcome.StableFailed);
            return false;
        }

        return TryCopy(input, out copy);
    }

    private bool TryCopy(TIn input, out TIn copy)
    {
        copy = input;
        if (!_runner.HasRoom)
        {
            _ledger.Ended(ShadowOutcome.Dropped);
            return false;
        }

        try
        {
            copy = _copyInput(input);
            return true;
        }
        catch (Exception)
        {
            _ledger.Ended(ShadowOutcome.CopyFailed);
            return false;
        }
    }

    /// <summary>Hands a call with its answer to the candidate. Nothing that goes wrong here may reach the caller.</summary>
    private void Hand(TIn input, TOut output, CallId callId, long started)
    {
        ShadowOutcome? refused = null;
        if (output is null)
        {
            refused = ShadowOutcome.StableFailed;
        }
        else
        {
            double seconds = _timeProvider.GetElapsedTime(started).TotalSeconds;
            try
            {
                ShadowCall<TIn, TOut> call = new(input, _copyOutput(output), callId, seconds);
                refused = _runner.TryAdd(call) ? null : ShadowOutcome.Dropped;
            }
            catch (Exception)
            {
                refused = ShadowOutcome.CopyFailed;
            }
        }

        if (refused is { } outcome)
        {
            _ledger.Ended(outcome);
        }
    }

    private static async ValueTask<Served<TOut>> NameAsync(ValueTask<TOut> pending) => new(await pending.ConfigureAwait(false), ModelName);

    private static SafetyAlert StoppedAlert(ShadowOptions<TOut> options) => new(
        "shadow.stopped",
        $"{options.MaxAbandoned} calls of the candidate have not come back: it is not asked any more until all of them have. Callers are not affected.",
        AlertSeverity.Medium)
    {
        Threshold = options.MaxAbandoned,
        ResolveAfter = TimeSpan.Zero,
        SuggestedAction = "Find out why the candidate ignores its cancellation token and does not return; do not promote it.",
    };

    private static SafetyAlert FailingAlert(ShadowOptions<TOut> options) => new(
        "shadow.candidate-failing",
        $"At least a tenth of the last calls of the candidate of '{options.Name}' failed or took too long. Callers are not affected.",
        AlertSeverity.Low)
    {
        ResolveAfter = TimeSpan.Zero,
        SuggestedAction = "Look at GetShadowReport; do not promote the candidate.",
    };
}
