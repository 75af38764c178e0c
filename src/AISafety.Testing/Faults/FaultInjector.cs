using Polly;

namespace AISafety.Testing;

/// <summary>Numbers calls, draws their faults, and sends those on which one falls through Polly's chaos strategies.</summary>
internal sealed class FaultInjector<TIn, TOut>
{
    private readonly FaultPlan<TIn, TOut> _plan;
    private readonly FaultSlot<TIn, TOut>[] _slots;
    private readonly ResiliencePipeline<Served<TOut>> _pipeline;
    private readonly TimeProvider _timeProvider;
    private readonly long _started;
    private long _calls;
    private long _suspended;
    private long _untouched;
    private volatile bool _isEnabled = true;

    public FaultInjector(FaultPlan<TIn, TOut> plan, TimeProvider timeProvider)
    {
        _plan = plan;
        _timeProvider = timeProvider;
        _started = timeProvider.GetTimestamp();
        _slots = [.. plan.Faults.Select((fault, place) => new FaultSlot<TIn, TOut>(fault, place, timeProvider))];
        ResiliencePipelineBuilder<Served<TOut>> builder = new() { TimeProvider = timeProvider };
        for (int i = 0; i < _slots.Length; i++)
        {
            plan.Faults[i].AddTo(builder, _slots[i]);
        }

        _pipeline = builder.Build();
    }

    public bool IsEnabled
    {
        get => _isEnabled;
        set => _isEnabled = value;
    }

    public FaultReport Report() => new(
        Interlocked.Read(ref _calls),
        Interlocked.Read(ref _suspended),
        Interlocked.Read(ref _untouched),
        [.. _slots.Select(static slot => slot.Count())],
        _slots.Sum(static slot => slot.HeldBytes));

    /// <summary>Begins a call; the fault's place, or -1 for none.</summary>
    public int Begin(out double within)
    {
        long call = Interlocked.Increment(ref _calls);
        within = 0;
        if (!_isEnabled || !_plan.IsInForce(call, _plan.Phases.Count == 0 ? default : _timeProvider.GetElapsedTime(_started)))
        {
            Interlocked.Increment(ref _suspended);
            return -1;
        }

        int fault = _plan.Draw(call, out within);
        if (fault < 0)
        {
            Interlocked.Increment(ref _untouched);
        }
        else
        {
            _slots[fault].Draw();
        }

        return fault;
    }

    /// <summary>Answers a call on which a fault has fallen.</summary>
    public async ValueTask<Served<TOut>> AnswerAsync(FaultedCall<TIn, TOut> call, CancellationToken cancellationToken)
    {
        ResilienceContext context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, cancellationToken);
        FaultSlot<TIn, TOut>.Mark(context, call);
        try
        {
            return await _pipeline.ExecuteAsync(static (context, call) => call.Ask(call.Input, context.CancellationToken), context, call).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }
}
