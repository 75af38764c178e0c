namespace AISafety.Testing;

/// <summary>A faulty model that is not routed.</summary>
internal sealed class PlainFaultyModel<TIn, TOut>(IModel<TIn, TOut> model, FaultPlan<TIn, TOut> plan, TimeProvider timeProvider) : FaultyModel<TIn, TOut>(model, plan, timeProvider)
{
    public override ValueTask<TOut> PredictAsync(TIn input, CancellationToken cancellationToken)
    {
        int fault = Injector.Begin(out double within);
        return fault < 0 ? model.PredictAsync(input, cancellationToken) : AnswerAsync(new(input, fault, within, AskAsync), cancellationToken);
    }

    private async ValueTask<TOut> AnswerAsync(FaultedCall<TIn, TOut> call, CancellationToken cancellationToken) =>
        (await Injector.AnswerAsync(call, cancellationToken).ConfigureAwait(false)).Output;

    private async ValueTask<Served<TOut>> AskAsync(TIn input, CancellationToken cancellationToken) =>
        new(await model.PredictAsync(input, cancellationToken).ConfigureAwait(false), "");
}
