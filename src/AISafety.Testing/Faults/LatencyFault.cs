using Polly;
using Polly.Simmy;
using Polly.Simmy.Latency;

namespace AISafety.Testing;

/// <summary>Asks the model later.</summary>
internal sealed class LatencyFault<TIn, TOut>(string name, double share, TimeSpan least, TimeSpan most) : Fault<TIn, TOut>(name, FaultKind.Latency, share)
{
    public override void AddTo(ResiliencePipelineBuilder<Served<TOut>> builder, FaultSlot<TIn, TOut> slot) =>
        builder.AddChaosLatency(slot.Gate(new ChaosLatencyStrategyOptions
        {
            LatencyGenerator = arguments =>
            {
                slot.Inject();
                return new(least + ((most - least) * FaultSlot<TIn, TOut>.CallOf(arguments.Context).Within));
            },
        }));
}
