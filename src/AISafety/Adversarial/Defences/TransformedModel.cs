namespace AISafety.Adversarial;

/// <summary>A model whose every input is changed before it is asked.</summary>
internal static class TransformedModel
{
    /// <summary>Wraps a model. One that is routed stays routed, and one that takes batches takes batches.</summary>
    public static IModel<TIn, TOut> Of<TIn, TOut>(IModel<TIn, TOut> inner, Func<TIn, TIn> change) => inner switch
    {
        IRoutedModel<TIn, TOut> routed => new Routed<TIn, TOut>(routed, change),
        IBatchModel<TIn, TOut> batch => new Batch<TIn, TOut>(batch, change),
        _ => new Plain<TIn, TOut>(inner, change),
    };

    private sealed class Plain<TIn, TOut>(IModel<TIn, TOut> inner, Func<TIn, TIn> change) : IModel<TIn, TOut>, IWrapsModel
    {
        object IWrapsModel.Inner => inner;

        public ValueTask<TOut> PredictAsync(TIn input, CancellationToken cancellationToken) => inner.PredictAsync(change(input), cancellationToken);
    }

    private sealed class Routed<TIn, TOut>(IRoutedModel<TIn, TOut> inner, Func<TIn, TIn> change) : IRoutedModel<TIn, TOut>, IWrapsModel
    {
        object IWrapsModel.Inner => inner;

        public ValueTask<TOut> PredictAsync(TIn input, CancellationToken cancellationToken) => inner.PredictAsync(change(input), cancellationToken);

        public ValueTask<Served<TOut>> PredictAsync(TIn input, SafetyContext context) => inner.PredictAsync(change(input), context);
    }

    private sealed class Batch<TIn, TOut>(IBatchModel<TIn, TOut> inner, Func<TIn, TIn> change) : IBatchModel<TIn, TOut>, IWrapsModel
    {
        object IWrapsModel.Inner => inner;

        public ValueTask<TOut> PredictAsync(TIn input, CancellationToken cancellationToken) => inner.PredictAsync(change(input), cancellationToken);

        public ValueTask PredictBatchAsync(ReadOnlyMemory<TIn> inputs, Memory<TOut> outputs, CancellationToken cancellationToken)
        {
            TIn[] changed = new TIn[inputs.Length];
            for (int i = 0; i < changed.Length; i++)
            {
                changed[i] = change(inputs.Span[i]);
            }

            return inner.PredictBatchAsync(changed, outputs, cancellationToken);
        }
    }
}
