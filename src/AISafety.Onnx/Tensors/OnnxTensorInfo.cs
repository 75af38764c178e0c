using Microsoft.ML.OnnxRuntime;

namespace AISafety.Onnx;

/// <summary>What a model states about one of its inputs or outputs.</summary>
public sealed record OnnxTensorInfo
{
    private readonly string _description;

    internal OnnxTensorInfo(string name, Type elementType, NodeMetadata metadata)
    {
        Name = name;
        ElementType = elementType;
        Dimensions = Array.AsReadOnly([.. metadata.Dimensions.Select(dimension => (long)dimension)]);
        _description = TensorText.Describe(name, metadata);
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>What an element is: float, double, int, long, bool or string.</summary>
    public Type ElementType { get; }

    /// <summary>The size of each dimension, -1 where any will do. Empty for a single value, and where the model states no shape.</summary>
    public IReadOnlyList<long> Dimensions { get; }

    /// <summary>Name, element type and shape, such as <c>'ids' (int64 [N, 128])</c>.</summary>
    public override string ToString() => _description;

    /// <summary>Refuses a tensor that does not fit.</summary>
    internal void Check(OnnxTensor tensor)
    {
        bool fits = tensor.ElementType == ElementType && (Dimensions.Count == 0 || tensor.Shape.Length == Dimensions.Count);
        for (int i = 0; fits && i < Dimensions.Count; i++)
        {
            fits = Dimensions[i] < 0 || Dimensions[i] == tensor.Shape[i];
        }

        if (!fits)
        {
            throw new ArgumentException($"The input '{Name}' is {tensor}; the model expects {this}.", nameof(tensor));
        }
    }
}
