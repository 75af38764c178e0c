using Microsoft.ML.OnnxRuntime;

namespace AISafety.Onnx;

/// <summary>An ONNX model as it is: named tensors in, named tensors out. Made by <see cref="OnnxModel"/>.</summary>
/// <remarks>Safe to call from many threads; a call completes synchronously. Disposing while calls run is safe: they finish, later ones
/// throw <see cref="ObjectDisposedException"/>.</remarks>
public sealed class OnnxTensorModel : IModel<OnnxTensors, OnnxTensors>, IDisposable
{
    private readonly OnnxSource _source;
    private readonly InferenceSession _session;
    private readonly string[] _inputNames;
    private readonly string[] _outputNames;
    private readonly RunPool<RunOptions> _runs;

    internal OnnxTensorModel(OnnxSource source, InferenceSession session, OnnxTensorOptions options)
    {
        _source = source;
        _session = session;
        string[] wanted = [.. options.Outputs ?? session.OutputNames];
        if (wanted.FirstOrDefault(name => name is null || !session.OutputMetadata.ContainsKey(name)) is { } unknown)
        {
            throw source.Fault($"{nameof(OnnxTensorOptions.Outputs)} names '{unknown}', but the outputs are {TensorText.List(session.OutputMetadata)}.");
        }

        if (wanted.Length == 0 || wanted.Contains(null) || wanted.Distinct(StringComparer.Ordinal).Count() != wanted.Length)
        {
            throw source.Fault($"{nameof(OnnxTensorOptions.Outputs)} is empty, or names an output twice or not at all.");
        }

        Inputs = Array.AsReadOnly([.. session.InputNames.Select(name => Info(name, session.InputMetadata[name], "input"))]);
        Outputs = Array.AsReadOnly([.. wanted.Select(name => Info(name, session.OutputMetadata[name], "output"))]);
        _inputNames = [.. session.InputNames];
        _outputNames = wanted;
        _runs = new(session, static () => new RunOptions(), typeof(OnnxTensorModel));
    }

    /// <summary>What the model must be given.</summary>
    public IReadOnlyList<OnnxTensorInfo> Inputs { get; }

    /// <summary>What it computes.</summary>
    public IReadOnlyList<OnnxTensorInfo> Outputs { get; }

    /// <summary>Runs the model.</summary>
    /// <param name="input">One tensor for each of <see cref="Inputs"/>, and no other.</param>
    /// <param name="cancellationToken">Honoured before the run, and between two nodes of it.</param>
    /// <exception cref="ArgumentException">A tensor is missing, is one too many, or has another element type or shape than the model states.</exception>
    /// <exception cref="OnnxModelException">ONNX Runtime failed.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed of.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public OnnxTensors Predict(OnnxTensors input, CancellationToken cancellationToken = default)
    {
        Check(input);
        cancellationToken.ThrowIfCancellationRequested();
        RunOptions options = _runs.Rent();
        try
        {
            Call call = new(this, input);
            TerminableRun.Invoke(_source, options, call, static (call, options) => call.Run(options), cancellationToken);
            return call.Answer!;
        }
        finally
        {
            _runs.Return(options);
        }
    }

    /// <inheritdoc cref="Predict(OnnxTensors, CancellationToken)"/>
    public ValueTask<OnnxTensors> PredictAsync(OnnxTensors input, CancellationToken cancellationToken = default) =>
        new(Predict(input, cancellationToken));

    /// <summary>Closes the model when the calls under way have finished.</summary>
    public void Dispose() => _runs.Dispose();

    private void Check(OnnxTensors input)
    {
        ArgumentNullException.ThrowIfNull(input);
        foreach (OnnxTensorInfo expected in Inputs)
        {
            if (!input.TryGet(expected.Name, out OnnxTensor? tensor))
            {
                throw new ArgumentException($"The input {expected} is missing. There is: {input}.", nameof(input));
            }

            expected.Check(tensor);
        }

        if (input.Names.FirstOrDefault(name => !_inputNames.Contains(name)) is { } unknown)
        {
            throw new ArgumentException($"The model has no input called '{unknown}'. It has: {string.Join(", ", Inputs)}.", nameof(input));
        }
    }

    private OnnxTensorInfo Info(string name, NodeMetadata metadata, string what) =>
        metadata.OnnxValueType == OnnxValueType.ONNX_TYPE_TENSOR && TensorTypes.Of(metadata.ElementDataType) is { } type
            ? new(name, type, metadata)
            : throw _source.Fault($"the {what} is {TensorText.Describe(name, metadata)}; expected a tensor of {TensorTypes.Supported}. "
                + $"Outputs that are not needed can be left out of {nameof(OnnxTensorOptions.Outputs)}.");

    private sealed class Call(OnnxTensorModel model, OnnxTensors input)
    {
        public OnnxTensors? Answer { get; private set; }

        public void Run(RunOptions options)
        {
            List<OrtValue> values = [];
            try
            {
                foreach (string name in model._inputNames)
                {
                    values.Add(input[name].ToValue());
                }

                using IDisposableReadOnlyCollection<OrtValue> outputs = model._session.Run(options, model._inputNames, values, model._outputNames);
                Answer = new([.. model._outputNames.Select((name, i) => (name, TensorTypes.Copy(outputs[i])))]);
            }
            finally
            {
                values.ForEach(static value => value.Dispose());
            }
        }
    }
}
