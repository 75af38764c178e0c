namespace AISafety.MLNet;

/// <summary>A model that is ready to answer, whatever types ML.NET is given and gives.</summary>
internal abstract class Predictor<TIn, TOut> : IDisposable
{
    public abstract TOut Predict(TIn input, CancellationToken cancellationToken);

    public abstract void PredictBatch(ReadOnlyMemory<TIn> inputs, Memory<TOut> outputs, CancellationToken cancellationToken);

    public abstract void Dispose();
}
