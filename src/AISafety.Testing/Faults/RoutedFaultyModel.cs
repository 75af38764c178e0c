namespace AISafety.Testing;

/// <summary>A faulty model that is routed.</summary>
internal sealed class RoutedFaultyModel<TIn, TOut>(IRoutedModel<TIn, TOut> model, FaultPlan<TIn, TOut> plan, TimeProvider timeProvider)
    : FaultyModel<TIn, TOut>(model, plan, timeProvider), IRoutedModel<TIn, TOut>
{
    public override ValueTask<TOut> PredictAsync(TIn input, CancellationToken cancellationToken)
    {
        int fault = Injector.Begin(out double within);
        return fault < 0 ? model.PredictAsync(input, cancellationToken) : AnswerAsync(new(input, fault, within, AskAsync), cancellationToken);
    }

    public ValueTask<Served<TOut>> PredictAsync(TIn input, SafetyContext context)
    {
        int fault = Injector.Begin(out double within);
        return fault < 0
            ? model.PredictAsync(input, context)
            : Injector.AnswerAsync(new(input, fault, within, (asked, _) => model.PredictAsync(asked, context)), context.CancellationToken);
    }

    private async ValueTask<TOut> AnswerAsync(FaultedCall<TIn, TOut> call, CancellationToken cancellationToken) =>
        (await Injector.AnswerAsync(call, cancellationToken).ConfigureAwait(false)).Output;

    private async ValueTask<Served<TOut>> AskAsync(TIn input, CancellationToken cancellationToken) =>
        new(await model.PredictAsync(input, cancellationToken).ConfigureAwait(false), "");
}
