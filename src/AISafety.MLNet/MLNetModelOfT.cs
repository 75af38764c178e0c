namespace AISafety.MLNet;

/// <summary>An ML.NET model. Made by <see cref="MLNetModel"/>.</summary>
/// <typeparam name="TIn">What it is asked: a class whose members are the model's columns, numbers, or anything that a feature schema can
/// write as numbers.</typeparam>
/// <typeparam name="TOut">What it answers: a class whose members are columns that the model makes, or the number of a regression.</typeparam>
/// <remarks>
/// <para>Safe to call from many threads: each call has a prediction engine of its own, from a pool. A call completes synchronously,
/// on the caller's thread; long batches are computed by ML.NET, on as many threads as it likes.</para>
/// <para>A token is honoured before a prediction, and between two rows of a batch; ML.NET cannot stop one that has begun.</para>
/// <para>Disposing while calls run is safe: they finish, later ones throw <see cref="ObjectDisposedException"/>.</para>
/// </remarks>
public sealed class MLNetModel<TIn, TOut> : IBatchModel<TIn, TOut>, IFixedWidthModel, IDisposable
{
    private readonly Predictor<TIn, TOut> _predictor;

    internal MLNetModel(Predictor<TIn, TOut> predictor, int width, IReadOnlyList<string> featureNames)
    {
        _predictor = predictor;
        Width = width;
        FeatureNames = featureNames;
    }

    /// <summary>How many values of an input the answer depends on: one for a number or text, for a vector as many as it has.</summary>
    public int Width { get; }

    /// <summary>The names of the numbers of a row in its order, as the model knows them: of columns, or of the slots of a vector. Empty if it
    /// does not know all of them, and where the input is read by its members.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>Computes the answer to one input.</summary>
    /// <param name="input">The input.</param>
    /// <param name="cancellationToken">Honoured before the prediction.</param>
    /// <exception cref="ArgumentException">The input is null, or a vector in it has another length than the model takes.</exception>
    /// <exception cref="MLNetModelException">ML.NET failed.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed of.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public TOut Predict(TIn input, CancellationToken cancellationToken = default) => _predictor.Predict(input, cancellationToken);

    /// <inheritdoc cref="Predict(TIn, CancellationToken)"/>
    public ValueTask<TOut> PredictAsync(TIn input, CancellationToken cancellationToken = default) => new(Predict(input, cancellationToken));

    /// <summary>Computes one answer for each input, in the same order.</summary>
    /// <param name="inputs">The inputs; empty does nothing.</param>
    /// <param name="outputs">Receives the answers. After an exception its content is not defined.</param>
    /// <param name="cancellationToken">Honoured before the first row, and between two rows.</param>
    /// <exception cref="ArgumentException"><paramref name="outputs"/> is too short, an input is null, or a vector in it has another length
    /// than the model takes.</exception>
    /// <exception cref="MLNetModelException">ML.NET failed, or did not answer each row once.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed of.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void PredictBatch(ReadOnlyMemory<TIn> inputs, Memory<TOut> outputs, CancellationToken cancellationToken = default) =>
        _predictor.PredictBatch(inputs, outputs, cancellationToken);

    /// <inheritdoc cref="PredictBatch(ReadOnlyMemory{TIn}, Memory{TOut}, CancellationToken)"/>
    public ValueTask PredictBatchAsync(ReadOnlyMemory<TIn> inputs, Memory<TOut> outputs, CancellationToken cancellationToken = default)
    {
        PredictBatch(inputs, outputs, cancellationToken);
        return default;
    }

    /// <summary>Closes the model when the calls under way have finished.</summary>
    public void Dispose() => _predictor.Dispose();
}
