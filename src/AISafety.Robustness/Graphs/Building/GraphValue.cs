namespace AISafety.Robustness.Graphs;

/// <summary>A named value while a graph is built: a constant, or a value of each row.</summary>
/// <param name="Index">Which value of the graph; -1 for a constant.</param>
/// <param name="Shape">ONNX's shape for a batch of one.</param>
/// <param name="Constant">The constant, if it is one.</param>
internal sealed record GraphValue(int Index, int[] Shape, OnnxTensorData? Constant);
