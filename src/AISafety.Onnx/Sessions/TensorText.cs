using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace AISafety.Onnx;

/// <summary>Writes types and shapes for messages: <c>'features' (float [N, 30])</c>.</summary>
internal static class TensorText
{
    public static string List(IEnumerable<KeyValuePair<string, NodeMetadata>> values) =>
        string.Join(", ", values.Select(value => Describe(value.Key, value.Value)));

    public static string Describe(string name, NodeMetadata type) => $"'{name}' ({Describe(type)})";

    public static string Describe(NodeMetadata type) => type.OnnxValueType switch
    {
        OnnxValueType.ONNX_TYPE_TENSOR => $"{Name(type.ElementDataType)} {Shape(type)}",
        OnnxValueType.ONNX_TYPE_SEQUENCE => "sequence",
        OnnxValueType.ONNX_TYPE_MAP => "map",
        OnnxValueType.ONNX_TYPE_SPARSETENSOR => "sparse tensor",
        OnnxValueType.ONNX_TYPE_OPTIONAL => "optional value",
        _ => "value of an unknown kind",
    };

    public static string Shape(ReadOnlySpan<long> shape)
    {
        List<string> parts = [];
        foreach (long dimension in shape)
        {
            parts.Add(dimension.ToString(CultureInfo.InvariantCulture));
        }

        return $"[{string.Join(", ", parts)}]";
    }

    public static string Name(TensorElementType type) => type switch
    {
        TensorElementType.Float => "float",
        TensorElementType.Double => "double",
        TensorElementType.Int64 => "int64",
        TensorElementType.Int32 => "int32",
        TensorElementType.Bool => "bool",
        TensorElementType.String => "string",
        TensorElementType.Float16 => "float16",
        _ => type.ToString(),
    };

    private static string Shape(NodeMetadata type)
    {
        string[] parts = new string[type.Dimensions.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = type.Dimensions[i] >= 0 ? type.Dimensions[i].ToString(CultureInfo.InvariantCulture)
                : type.SymbolicDimensions[i] is { Length: > 0 } symbol ? symbol
                : "?";
        }

        return parts.Length == 0 ? "without a stated shape" : $"[{string.Join(", ", parts)}]";
    }
}
