namespace AISafety.Testing;

/// <summary>A fake model that takes batches.</summary>
internal sealed class FakeBatchModel<TIn, TOut>(FakeModel<TIn, TOut> fake) : IBatchModel<TIn, TOut>
{
    public ValueTask<TOut> PredictAsync(TIn input, CancellationToken cancellationToken) => fake.PredictAsync(input, cancellationToken);

    public async ValueTask PredictBatchAsync(ReadOnlyMemory<TIn> inputs, Memory<TOut> outputs, CancellationToken cancellationToken)
    {
        if (outputs.Length < inputs.Length)
        {
            throw new ArgumentException($"There is room for {outputs.Length} outputs; expected at least {inputs.Length}, one an input.", nameof(outputs));
        }

        for (int row = 0; row < inputs.Length; row++)
        {
            TOut output = await fake.PredictAsync(inputs.Span[row], cancellationToken).ConfigureAwait(false);
            outputs.Span[row] = output;
        }
    }
}
