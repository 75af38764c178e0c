using Microsoft.ML.OnnxRuntime.Tensors;

namespace AISafety.Onnx;

/// <summary>How a classifier is run: what its metadata states, completed by what a first run shows.</summary>
internal sealed record ClassifierPlan
{
    public required OnnxSource Source { get; init; }

    public required string Input { get; init; }

    /// <summary>Numbers a row.</summary>
    public required int Width { get; init; }

    /// <summary>Most rows a run; 1 if the model takes one row only, or mixes the rows that it gets.</summary>
    public required int MaxRows { get; init; }

    public required string Output { get; init; }

    public required OnnxActivation Activation { get; init; }

    /// <summary>Numbers a row of the output. With 1 there are two classes, and it is the second's.</summary>
    public int Columns { get; init; }

    /// <summary>1 for [N], 2 for [N, k].</summary>
    public int OutputRank { get; init; }

    public int Classes => Columns == 1 ? 2 : Columns;

    /// <summary>The classes' names, if they are known.</summary>
    public string[]? Labels { get; init; }

    /// <summary>The output that names each row's class; null if <see cref="Labels"/> do.</summary>
    public string? LabelOutput { get; init; }

    /// <summary>Int64 or String.</summary>
    public TensorElementType LabelType { get; init; }

    /// <summary>1 for [N], 2 for [N, 1].</summary>
    public int LabelRank { get; init; }

    /// <summary>Whether inputs and outputs lie in the processor's memory, so that they can be bound once and used again.</summary>
    public bool CanBind { get; init; } = true;

    public string[] OutputNames => LabelOutput is null ? [Output] : [Output, LabelOutput];

    public long[] OutputShape(int rows) => OutputRank == 1 ? [rows] : [rows, Columns];

    public long[] LabelShape(int rows) => LabelRank == 1 ? [rows] : [rows, 1];
}
