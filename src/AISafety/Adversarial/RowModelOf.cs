namespace AISafety.Adversarial;

/// <summary>What <see cref="RowModel"/> makes.</summary>
internal sealed class RowModelOf<TIn, TOut>(
    IModel<TIn, TOut> model, Func<TIn, ReadOnlyMemory<float>> read, Func<TIn, float[], TIn> write, Func<TOut, ReadOnlySpan<float>> scores) : RowModel<TIn>
{
    public override ReadOnlyMemory<float> Read(TIn input) => read(input);

    public override TIn Write(TIn input, float[] row) => write(input, row);

    public override async ValueTask<float[][]> ScoreAsync(ReadOnlyMemory<TIn> inputs, CancellationToken cancellationToken)
    {
        float[][] all = new float[inputs.Length][];
        if (model is IBatchModel<TIn, TOut> batch)
        {
            // Not from a pool: a model that is given up on may still write.
            TOut[] outputs = new TOut[inputs.Length];
            await batch.PredictBatchAsync(inputs, outputs, cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < all.Length; i++)
            {
                all[i] = scores(outputs[i]).ToArray();
            }

            return all;
        }

        for (int i = 0; i < all.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            all[i] = scores(await model.PredictAsync(inputs.Span[i], cancellationToken).ConfigureAwait(false)).ToArray();
        }

        return all;
    }
}
