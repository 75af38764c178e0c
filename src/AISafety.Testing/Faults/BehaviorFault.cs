using Polly;
using Polly.Simmy;
using Polly.Simmy.Behavior;

namespace AISafety.Testing;

/// <summary>Does what the user says, and asks the model.</summary>
internal sealed class BehaviorFault<TIn, TOut>(string name, double share, Func<CancellationToken, ValueTask> behavior) : Fault<TIn, TOut>(name, FaultKind.Behavior, share)
{
    public override void AddTo(ResiliencePipelineBuilder<Served<TOut>> builder, FaultSlot<TIn, TOut> slot) =>
        builder.AddChaosBehavior(slot.Gate(new ChaosBehaviorStrategyOptions
        {
            BehaviorGenerator = arguments =>
            {
                slot.Inject();
                return behavior(arguments.Context.CancellationToken);
            },
        }));
}
