using Microsoft.ML;

namespace AISafety.MLNet;

/// <summary>A fair classifier as a model. Each call is a batch, as a batch of ML.NET keeps no state between threads.</summary>
internal sealed class FairModel<TIn>(FairClassifier classifier, MLContext context, Func<TIn, string>? key, long seed) : IBatchModel<TIn, FairDecision>
    where TIn : class
{
    public ValueTask<FairDecision> PredictAsync(TIn input, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentNullException.ThrowIfNull(input);
        FairDecision[] outputs = new FairDecision[1];
        Decide([input], outputs);
        return new(outputs[0]);
    }

    public ValueTask PredictBatchAsync(ReadOnlyMemory<TIn> inputs, Memory<FairDecision> outputs, CancellationToken cancellationToken = default)
    {
        if (outputs.Length < inputs.Length)
        {
            throw new ArgumentException($"There is room for {outputs.Length} outputs; expected at least {inputs.Length}, one an input.", nameof(outputs));
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (!inputs.IsEmpty)
        {
            Decide([.. inputs.Span], outputs.Span);
        }

        return default;
    }

    private void Decide(TIn[] inputs, Span<FairDecision> outputs)
    {
        double[] probabilities = classifier.Predict(context.Data.LoadFromEnumerable(inputs));
        for (int row = 0; row < inputs.Length; row++)
        {
            outputs[row] = classifier.Decide(probabilities[row], key?.Invoke(inputs[row]), seed, row);
        }
    }
}
