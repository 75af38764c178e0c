using Polly;
using Polly.Simmy;
using Polly.Simmy.Behavior;

namespace AISafety.Testing;

/// <summary>Waits until the call is cancelled, or for ever.</summary>
internal sealed class HangFault<TIn, TOut>(string name, double share, bool regardless) : Fault<TIn, TOut>(name, FaultKind.Hang, share)
{
    public override void AddTo(ResiliencePipelineBuilder<Served<TOut>> builder, FaultSlot<TIn, TOut> slot) =>
        builder.AddChaosBehavior(slot.Gate(new ChaosBehaviorStrategyOptions
        {
            BehaviorGenerator = arguments =>
            {
                slot.Inject();

                // A task of its own for each call: a shared one would keep what waits for it alive for ever.
                return new(new TaskCompletionSource().Task.WaitAsync(regardless ? CancellationToken.None : arguments.Context.CancellationToken));
            },
        }));
}
