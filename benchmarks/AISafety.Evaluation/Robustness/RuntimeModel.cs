using AISafety.Onnx;

namespace AISafety.Evaluation.Robustness;

/// <summary>ONNX Runtime's answers, a row at a time: what a counterexample is replayed through.</summary>
internal sealed class RuntimeModel(string path) : IDisposable
{
    private readonly OnnxTensorModel _model = OnnxModel.LoadTensors(path);

    public float[] Answer(ReadOnlyMemory<float> row)
    {
        OnnxTensorInfo input = _model.Inputs[0];
        long[] shape = [.. input.Dimensions.Select(static size => size > 0 ? size : 1)];
        OnnxTensors answer = _model.Predict(new OnnxTensors((input.Name, OnnxTensor.Create(row.Span, shape))));
        return answer[_model.Outputs[0].Name].Read<float>().ToArray();
    }

    public void Dispose() => _model.Dispose();
}
