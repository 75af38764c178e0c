namespace AISafety.MLNet;

/// <summary>An ML.NET model that answers with a class and the probabilities of all. Made by <see cref="MLNetModel"/>.</summary>
/// <typeparam name="TIn">What it is asked: a class whose members are the model's columns, numbers, or anything that a feature schema can
/// write as numbers.</typeparam>
/// <remarks>
/// <para>Safe to call from many threads: each call has a prediction engine of its own, from a pool. A call completes synchronously,
/// on the caller's thread; long batches are computed by ML.NET, on as many threads as it likes.</para>
/// <para>A token is honoured before a prediction, and between two rows of a batch; ML.NET cannot stop one that has begun.</para>
/// <para>Disposing while calls run is safe: they finish, later ones throw <see cref="ObjectDisposedException"/>.</para>
/// </remarks>
public sealed class MLNetClassifier<TIn> : IBatchModel<TIn, Classification>, IFixedWidthModel, IDisposable
{
    private readonly Predictor<TIn, Classification> _predictor;

    internal MLNetClassifier(Predictor<TIn, Classification> predictor, int width, IReadOnlyList<string> featureNames, string[] labels)
    {
        _predictor = predictor;
        Width = width;
        FeatureNames = featureNames;
        Labels = Array.AsReadOnly(labels);
    }

    /// <inheritdoc cref="MLNetModel{TIn, TOut}.Width"/>
    public int Width { get; }

    /// <inheritdoc cref="MLNetModel{TIn, TOut}.FeatureNames"/>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>The classes' names in the order of the probabilities; at least two.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Computes the answer to one input.</summary>
    /// <param name="input">The input.</param>
    /// <param name="cancellationToken">Honoured before the prediction.</param>
    /// <exception cref="ArgumentException">The input is null, or a vector in it has another length than the model takes.</exception>
    /// <exception cref="MLNetModelException">ML.NET failed, or its scores are no probabilities.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed of.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Classification Predict(TIn input, CancellationToken cancellationToken = default) => _predictor.Predict(input, cancellationToken);

    /// <inheritdoc cref="Predict(TIn, CancellationToken)"/>
    public ValueTask<Classification> PredictAsync(TIn input, CancellationToken cancellationToken = default) => new(Predict(input, cancellationToken));

    /// <summary>Computes one answer for each input, in the same order.</summary>
    /// <param name="inputs">The inputs; empty does nothing.</param>
    /// <param name="outputs">Receives the answers. After an exception its content is not defined.</param>
    /// <param name="cancellationToken">Honoured before the first row, and between two rows.</param>
    /// <exception cref="ArgumentException"><paramref name="outputs"/> is too short, an input is null, or a vector in it has another length
    /// than the model takes.</exception>
    /// <exception cref="MLNetModelException">ML.NET failed, did not answer each row once, or its scores are no probabilities.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed of.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void PredictBatch(ReadOnlyMemory<TIn> inputs, Memory<Classification> outputs, CancellationToken cancellationToken = default) =>
        _predictor.PredictBatch(inputs, outputs, cancellationToken);

    /// <inheritdoc cref="PredictBatch(ReadOnlyMemory{TIn}, Memory{Classification}, CancellationToken)"/>
    public ValueTask PredictBatchAsync(ReadOnlyMemory<TIn> inputs, Memory<Classification> outputs, CancellationToken cancellationToken = default)
    {
        PredictBatch(inputs, outputs, cancellationToken);
        return default;
    }

    /// <summary>Closes the model when the calls under way have finished.</summary>
    public void Dispose() => _predictor.Dispose();
}
