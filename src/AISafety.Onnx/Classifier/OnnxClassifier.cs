using Microsoft.ML.OnnxRuntime;

namespace AISafety.Onnx;

/// <summary>An ONNX model that answers with a class and the probabilities of all. Made by <see cref="OnnxModel"/>.</summary>
/// <typeparam name="TIn">What it is asked: numbers, or anything that a feature schema can write as numbers.</typeparam>
/// <remarks>
/// <para>Safe to call from many threads. A call completes synchronously, on the caller's thread, and allocates nothing but the
/// answer's probabilities; the first calls of a thread, and a batch of a new length, prepare memory that later ones use again.</para>
/// <para>A token is honoured before the run, and stops a run between two nodes of the graph. A token that can never be cancelled costs
/// nothing; for any other the runtime's stop is registered, which is cheap but is memory of the token's source.</para>
/// <para>Disposing while calls run is safe: they finish, later ones throw <see cref="ObjectDisposedException"/>.</para>
/// </remarks>
public sealed class OnnxClassifier<TIn> : IBatchModel<TIn, Classification>, IFixedWidthModel, IDisposable
{
    private readonly ClassifierPlan _plan;
    private readonly RowWriter<TIn> _write;
    private readonly RunPool<ClassifierRun> _runs;

    internal OnnxClassifier(ClassifierPlan plan, InferenceSession session, RowWriter<TIn> write, IReadOnlyList<string> featureNames)
    {
        _plan = plan;
        _write = write;
        LabelCache labels = new(plan);
        Labels = Array.AsReadOnly([.. labels.Names]);
        FeatureNames = featureNames;
        Metadata = session.ModelMetadata.CustomMetadataMap.AsReadOnly();
        _runs = new(session, () => new(plan, session, labels), typeof(OnnxClassifier<TIn>));
    }

    /// <summary>How many numbers the model takes.</summary>
    public int Width => _plan.Width;

    /// <summary>How many classes it tells apart; at least 2, or 1 for a model with a single class.</summary>
    public int ClassCount => _plan.Classes;

    /// <summary>The classes' names in the order of the probabilities; empty if only the model's label output knows them.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The features' names from the metadata entry <c>feature_names</c>; empty if there is none.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>The texts that were stored in the file beside the graph.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Whether a batch is run in one go. False if the model takes one row only, or its answer to a row depends on the others;
    /// then the rows of a batch are run one by one.</summary>
    public bool RunsBatches => _plan.MaxRows > 1;

    /// <summary>Computes the answer to one input.</summary>
    /// <param name="input">The input.</param>
    /// <param name="cancellationToken">Honoured before the run, and between two nodes of it.</param>
    /// <exception cref="ArgumentException">The input is null, or does not make <see cref="Width"/> numbers.</exception>
    /// <exception cref="OnnxModelException">ONNX Runtime failed.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed of.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Classification Predict(TIn input, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ClassifierRun run = _runs.Rent();
        try
        {
            return run.Predict(_write, input, cancellationToken);
        }
        finally
        {
            _runs.Return(run);
        }
    }

    /// <inheritdoc cref="Predict(TIn, CancellationToken)"/>
    public ValueTask<Classification> PredictAsync(TIn input, CancellationToken cancellationToken = default) =>
        new(Predict(input, cancellationToken));

    /// <summary>Computes one answer for each input, in the same order.</summary>
    /// <param name="inputs">The inputs; empty does nothing.</param>
    /// <param name="outputs">Receives the answers. After an exception its content is not defined.</param>
    /// <param name="cancellationToken">Honoured before each run, and between two nodes of it.</param>
    /// <exception cref="ArgumentException"><paramref name="outputs"/> is too short, or an input is null or does not make
    /// <see cref="Width"/> numbers.</exception>
    /// <exception cref="OnnxModelException">ONNX Runtime failed.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed of.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void PredictBatch(ReadOnlySpan<TIn> inputs, Span<Classification> outputs, CancellationToken cancellationToken = default)
    {
        if (outputs.Length < inputs.Length)
        {
            throw new ArgumentException($"There is room for {outputs.Length} outputs; there are {inputs.Length} inputs.", nameof(outputs));
        }

        ClassifierRun run = _runs.Rent();
        try
        {
            while (!inputs.IsEmpty)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int rows = Math.Min(inputs.Length, _plan.MaxRows);
                if (rows == 1)
                {
                    outputs[0] = run.Predict(_write, inputs[0], cancellationToken);
                }
                else
                {
                    run.Predict(_write, inputs[..rows], outputs, cancellationToken);
                }

                inputs = inputs[rows..];
                outputs = outputs[rows..];
            }
        }
        finally
        {
            _runs.Return(run);
        }
    }

    /// <inheritdoc cref="PredictBatch(ReadOnlySpan{TIn}, Span{Classification}, CancellationToken)"/>
    public ValueTask PredictBatchAsync(ReadOnlyMemory<TIn> inputs, Memory<Classification> outputs, CancellationToken cancellationToken = default)
    {
        PredictBatch(inputs.Span, outputs.Span, cancellationToken);
        return default;
    }

    /// <summary>Closes the model when the calls under way have finished.</summary>
    public void Dispose() => _runs.Dispose();
}
