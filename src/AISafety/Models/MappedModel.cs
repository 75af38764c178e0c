namespace AISafety;

/// <summary>A model whose every answer is turned into another.</summary>
internal static class MappedModel
{
    /// <summary>Wraps a model. One that is routed stays routed, and one that takes batches takes batches.</summary>
    public static IModel<TIn, TOut> Of<TIn, TInner, TOut>(IModel<TIn, TInner> inner, Func<TIn, TInner, TOut> map) => inner switch
    {
        IRoutedModel<TIn, TInner> routed => new Routed<TIn, TInner, TOut>(routed, map),
        IBatchModel<TIn, TInner> batch => new Batch<TIn, TInner, TOut>(batch, map),
        _ => new Plain<TIn, TInner, TOut>(inner, map),
    };

    private static ValueTask<TOut> MapOne<TIn, TInner, TOut>(ValueTask<TInner> pending, TIn input, Func<TIn, TInner, TOut> map)
    {
        return pending.IsCompletedSuccessfully ? new(map(input, pending.Result)) : MapAsync(pending, input, map);

        static async ValueTask<TOut> MapAsync(ValueTask<TInner> pending, TIn input, Func<TIn, TInner, TOut> map) =>
            map(input, await pending.ConfigureAwait(false));
    }

    private sealed class Plain<TIn, TInner, TOut>(IModel<TIn, TInner> inner, Func<TIn, TInner, TOut> map) : IModel<TIn, TOut>, IWrapsModel
    {
        object IWrapsModel.Inner => inner;

        public ValueTask<TOut> PredictAsync(TIn input, CancellationToken cancellationToken) => MapOne(inner.PredictAsync(input, cancellationToken), input, map);
    }

    private sealed class Routed<TIn, TInner, TOut>(IRoutedModel<TIn, TInner> inner, Func<TIn, TInner, TOut> map) : IRoutedModel<TIn, TOut>, IWrapsModel
    {
        object IWrapsModel.Inner => inner;

        public ValueTask<TOut> PredictAsync(TIn input, CancellationToken cancellationToken) => MapOne(inner.PredictAsync(input, cancellationToken), input, map);

        public ValueTask<Served<TOut>> PredictAsync(TIn input, SafetyContext context) =>
            MapOne(inner.PredictAsync(input, context), input, (asked, served) => new Served<TOut>(map(asked, served.Output), served.By) { IsStandIn = served.IsStandIn });
    }

    private sealed class Batch<TIn, TInner, TOut>(IBatchModel<TIn, TInner> inner, Func<TIn, TInner, TOut> map) : IBatchModel<TIn, TOut>, IWrapsModel
    {
        object IWrapsModel.Inner => inner;

        public ValueTask<TOut> PredictAsync(TIn input, CancellationToken cancellationToken) => MapOne(inner.PredictAsync(input, cancellationToken), input, map);

        public async ValueTask PredictBatchAsync(ReadOnlyMemory<TIn> inputs, Memory<TOut> outputs, CancellationToken cancellationToken)
        {
            if (outputs.Length < inputs.Length)
            {
                throw new ArgumentException($"There is room for {outputs.Length} outputs; expected at least {inputs.Length}, one an input.", nameof(outputs));
            }

            // Not from a pool: a model that is given up on may still write.
            TInner[] answers = new TInner[inputs.Length];
            await inner.PredictBatchAsync(inputs, answers, cancellationToken).ConfigureAwait(false);
            for (int row = 0; row < answers.Length; row++)
            {
                outputs.Span[row] = map(inputs.Span[row], answers[row]);
            }
        }
    }
}
