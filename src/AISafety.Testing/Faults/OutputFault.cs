using Polly;
using Polly.Simmy;
using Polly.Simmy.Outcomes;

namespace AISafety.Testing;

/// <summary>Asks the model and changes what it answers.</summary>
internal sealed class OutputFault<TIn, TOut>(string name, FaultKind kind, double share, Func<TIn, TOut, TOut> wrong) : Fault<TIn, TOut>(name, kind, share)
{
    public override void AddTo(ResiliencePipelineBuilder<Served<TOut>> builder, FaultSlot<TIn, TOut> slot) =>
        builder.AddChaosOutcome(slot.Gate(new ChaosOutcomeStrategyOptions<Served<TOut>>
        {
            OutcomeGenerator = arguments => ChangeAsync(arguments.Context, slot),
        }));

    private async ValueTask<Outcome<Served<TOut>>?> ChangeAsync(ResilienceContext context, FaultSlot<TIn, TOut> slot)
    {
        try
        {
            FaultedCall<TIn, TOut> call = FaultSlot<TIn, TOut>.CallOf(context);
            Served<TOut> served = await call.Ask(call.Input, context.CancellationToken).ConfigureAwait(false);
            served = served with { Output = wrong(call.Input, served.Output) };
            slot.Inject();
            return Outcome.FromResult(served);
        }
        catch (Exception exception)
        {
            return Outcome.FromException<Served<TOut>>(exception);
        }
    }
}
