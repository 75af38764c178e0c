using AISafety.Robustness.Graphs;

namespace AISafety.Robustness;

/// <summary>The network of an ONNX file, with its gradients and its bounds: computed here, without ONNX Runtime.</summary>
/// <remarks>
/// <para>Operator sets from version 7 on. One input and one output of floats, of fixed shape but for the first dimension, the batch. Operators: Add, AveragePool, BatchNormalization, Constant, Conv, Div, Dropout, Flatten, Gemm, GlobalAveragePool, GlobalMaxPool, Identity,
/// LeakyRelu, LogSoftmax, MatMul, MaxPool, Mul, Relu, Reshape, Sigmoid, Softmax, Squeeze, Sub, Tanh, Transpose, Unsqueeze. Mul and Div by constants; Add and Sub of constants, or of two values of one shape; Conv and pools in two dimensions.</para>
/// <para>Single precision, with sums in another order than ONNX Runtime's: answers differ in the last digits. Immutable; safe to use from many threads at once.</para>
/// </remarks>
public sealed class OnnxGraph : IDifferentiableModel
{
    private readonly OnnxFile _file;
    private readonly Graph<float> _single;
    private Graph<double>? _double;
    private Graph<double>? _scores;

    private OnnxGraph(OnnxFile file)
    {
        _file = file;
        _single = new GraphBuilder<float>(file).Build();
    }

    /// <inheritdoc/>
    public int InputLength => _single.InputLength;

    /// <inheritdoc/>
    public int OutputLength => _single.OutputLength;

    /// <summary>The same network in double precision, for bounds; its weights are the file's, to the last digit.</summary>
    internal Graph<double> Double => _double ??= new GraphBuilder<double>(_file).Build();

    /// <summary>The network up to its scores: without a softmax at the end, which changes no order.</summary>
    internal Graph<double> DoubleScores => _scores ??= Double.WithoutLastSoftmax();

    /// <summary>Reads a file.</summary>
    /// <param name="path">An ONNX model in one file.</param>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="OnnxGraphException">The file is no ONNX model, or has an operator or a shape that is not supported; the message names it.</exception>
    public static OnnxGraph Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        byte[] bytes = File.ReadAllBytes(path);
        try
        {
            return Load(bytes);
        }
        catch (OnnxGraphException fault)
        {
            throw new OnnxGraphException($"{Path.GetFileName(path)}: {fault.Message}", fault);
        }
    }

    /// <summary>Reads a model from memory.</summary>
    /// <param name="model">The bytes of an ONNX file; copied.</param>
    /// <exception cref="OnnxGraphException">They are no ONNX model, or have an operator or a shape that is not supported; the message names it.</exception>
    public static OnnxGraph Load(ReadOnlyMemory<byte> model)
    {
        try
        {
            return new(OnnxFile.Read(model.ToArray()));
        }
        catch (Exception fault) when (fault is OverflowException or OutOfMemoryException)
        {
            throw new OnnxGraphException("The graph is larger than there is memory for.", fault);
        }
    }

    /// <inheritdoc/>
    public ValueTask ScoreAsync(ReadOnlyMemory<float> rows, Memory<float> scores, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Score(rows.Span, scores.Span);
        return ValueTask.CompletedTask;
    }

    /// <summary>Scores rows, on the caller's thread.</summary>
    /// <param name="rows">Row by row, <see cref="InputLength"/> values each.</param>
    /// <param name="scores">Takes <see cref="OutputLength"/> scores a row.</param>
    /// <exception cref="ArgumentException">The rows are not whole, or there is not a place for each score.</exception>
    public void Score(ReadOnlySpan<float> rows, Span<float> scores)
    {
        Check(rows, scores);
        _single.Evaluate(rows, scores);
    }

    /// <inheritdoc/>
    public void Differentiate(ReadOnlySpan<float> rows, ScoreLoss loss, Span<float> scores, Span<float> gradients)
    {
        ArgumentNullException.ThrowIfNull(loss);
        Check(rows, scores);
        if (gradients.Length < rows.Length)
        {
            throw new ArgumentException($"There is place for {gradients.Length} derivatives; the rows have {rows.Length} values.", nameof(gradients));
        }

        _single.Differentiate(rows, new RowDerivative<float>(loss), scores, gradients);
    }

    internal float[] Answer(ReadOnlyMemory<float> row)
    {
        float[] scores = new float[OutputLength];
        Score(row.Span, scores);
        return scores;
    }

    private void Check(ReadOnlySpan<float> rows, Span<float> scores)
    {
        if (rows.Length % InputLength != 0)
        {
            throw new ArgumentException($"{rows.Length} values are no whole rows of {InputLength}.", nameof(rows));
        }

        if (scores.Length < rows.Length / InputLength * OutputLength)
        {
            throw new ArgumentException($"There is place for {scores.Length} scores; {rows.Length / InputLength} rows have {OutputLength} each.", nameof(scores));
        }
    }
}
