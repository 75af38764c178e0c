using System.Numerics;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace AISafety.Onnx;

/// <summary>Memory for some rows and their answers, bound to a session, so that a run has nothing left to prepare.</summary>
/// <remarks>Implementation note: an <see cref="OrtIoBinding"/> lets a run allocate no managed memory. But binding copies the inputs at
/// once where they must go to another device, so that a later change would not be seen: there the values are passed to each run.</remarks>
internal sealed class RowBinding : IDisposable
{
    private readonly ClassifierPlan _plan;
    private readonly InferenceSession _session;
    private readonly OrtIoBinding? _binding;
    private readonly string[] _inputNames;
    private readonly string[] _outputNames;
    private OrtValue[] _inputValues = [];
    private OrtValue[] _outputValues = [];
    private float[] _inputs = [];
    private float[] _outputs = [];
    private long[] _labels = [];

    public RowBinding(ClassifierPlan plan, InferenceSession session)
    {
        _plan = plan;
        _session = session;
        _inputNames = [plan.Input];
        _outputNames = plan.OutputNames;
        _binding = plan.CanBind ? session.CreateIoBinding() : null;
    }

    public int Rows { get; private set; }

    public Span<float> Input(int row) => _inputs.AsSpan(row * _plan.Width, _plan.Width);

    public ReadOnlySpan<float> Output(int row) => _outputs.AsSpan(row * _plan.Columns, _plan.Columns);

    public long LabelNumber(int row) => _labels[row];

    public ReadOnlySpan<byte> LabelText(int row) => _outputValues[1].GetStringElementAsSpan(row);

    /// <summary>Makes the binding one for <paramref name="rows"/> rows.</summary>
    public void Resize(int rows)
    {
        if (rows == Rows)
        {
            return;
        }

        Unbind();
        if (_inputs.Length < rows * _plan.Width)
        {
            // Pinned for as long as the run lives, so it is allocated where nothing has to move around it.
            int capacity = (int)Math.Min(BitOperations.RoundUpToPowerOf2((uint)rows), (uint)_plan.MaxRows);
            _inputs = GC.AllocateArray<float>(checked(capacity * _plan.Width), pinned: true);
            _outputs = GC.AllocateArray<float>(checked(capacity * _plan.Columns), pinned: true);
            _labels = _plan.LabelOutput is not null ? GC.AllocateArray<long>(capacity, pinned: true) : [];
        }

        Bind(rows);
        Rows = rows;
    }

    public void Run(RunOptions options)
    {
        if (_binding is not null)
        {
            _session.RunWithBinding(options, _binding);
        }
        else
        {
            _session.Run(options, _inputNames, _inputValues, _outputNames, _outputValues);
        }
    }

    public void Dispose()
    {
        Unbind();
        _binding?.Dispose();
    }

    private void Bind(int rows)
    {
        _inputValues = [Tensor(_inputs, rows * _plan.Width, [rows, _plan.Width])];
        OrtValue output = Tensor(_outputs, rows * _plan.Columns, _plan.OutputShape(rows));
        _outputValues = _plan.LabelOutput is null ? [output]
            : _plan.LabelType == TensorElementType.Int64 ? [output, Tensor(_labels, rows, _plan.LabelShape(rows))]
            : [output, OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, _plan.LabelShape(rows))];
        if (_binding is not null)
        {
            _binding.BindInput(_plan.Input, _inputValues[0]);
            for (int i = 0; i < _outputValues.Length; i++)
            {
                _binding.BindOutput(_outputNames[i], _outputValues[i]);
            }
        }
    }

    private void Unbind()
    {
        Rows = 0;
        _binding?.ClearBoundInputs();
        _binding?.ClearBoundOutputs();
        foreach (OrtValue value in _inputValues.Concat(_outputValues))
        {
            value.Dispose();
        }

        _inputValues = [];
        _outputValues = [];
    }

    private static OrtValue Tensor<T>(T[] memory, int length, long[] shape)
        where T : unmanaged =>
        OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, memory.AsMemory(0, length), shape);
}
