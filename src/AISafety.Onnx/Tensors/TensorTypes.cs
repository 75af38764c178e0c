using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace AISafety.Onnx;

/// <summary>The element types that <see cref="OnnxTensor"/> can hold.</summary>
internal static class TensorTypes
{
    public const string Supported = "float, double, int32, int64, bool or string";

    /// <summary>The type of an element; null if a tensor cannot hold it.</summary>
    public static Type? Of(TensorElementType type) => type switch
    {
        TensorElementType.Float => typeof(float),
        TensorElementType.Double => typeof(double),
        TensorElementType.Int32 => typeof(int),
        TensorElementType.Int64 => typeof(long),
        TensorElementType.Bool => typeof(bool),
        TensorElementType.String => typeof(string),
        _ => null,
    };

    public static string NameOf(Type type) =>
        type == typeof(float) ? "float"
        : type == typeof(double) ? "double"
        : type == typeof(int) ? "int32"
        : type == typeof(long) ? "int64"
        : type == typeof(bool) ? "bool"
        : type == typeof(string) ? "string"
        : type.Name;

    /// <summary>Copies what the runtime computed.</summary>
    public static OnnxTensor Copy(OrtValue value)
    {
        OrtTensorTypeAndShapeInfo info = value.GetTensorTypeAndShape();
        long[] shape = info.Shape;
        return info.ElementDataType switch
        {
            TensorElementType.Float => OnnxTensor.Create(value.GetTensorDataAsSpan<float>(), shape),
            TensorElementType.Double => OnnxTensor.Create(value.GetTensorDataAsSpan<double>(), shape),
            TensorElementType.Int32 => OnnxTensor.Create(value.GetTensorDataAsSpan<int>(), shape),
            TensorElementType.Int64 => OnnxTensor.Create(value.GetTensorDataAsSpan<long>(), shape),
            TensorElementType.Bool => OnnxTensor.Create(value.GetTensorDataAsSpan<bool>(), shape),
            TensorElementType.String => OnnxTensor.Create(value.GetStringTensorAsArray(), shape),
            _ => throw new NotSupportedException($"A tensor of {TensorText.Name(info.ElementDataType)}; expected {Supported}."),
        };
    }
}
