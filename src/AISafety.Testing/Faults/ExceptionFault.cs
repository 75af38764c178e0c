using Polly;
using Polly.Simmy;
using Polly.Simmy.Fault;

namespace AISafety.Testing;

/// <summary>Throws in place of the model.</summary>
internal sealed class ExceptionFault<TIn, TOut>(string name, double share, Func<Exception> exception) : Fault<TIn, TOut>(name, FaultKind.Exception, share)
{
    public override void AddTo(ResiliencePipelineBuilder<Served<TOut>> builder, FaultSlot<TIn, TOut> slot) =>
        builder.AddChaosFault(slot.Gate(new ChaosFaultStrategyOptions
        {
            FaultGenerator = _ =>
            {
                slot.Inject();
                return new(exception());
            },
        }));
}
