using System.Numerics;

namespace AISafety.Robustness.Graphs;

/// <summary>One step of a graph. Values have an index; each is written by one node, and a node comes after those that it reads.</summary>
/// <param name="name">The ONNX node, for messages.</param>
/// <param name="inputs">The values that it reads.</param>
/// <param name="output">The value that it writes.</param>
internal abstract class GraphNode<T>(string name, int[] inputs, int output)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public string Name { get; } = name;

    public int[] Inputs { get; } = inputs;

    public int Input => Inputs[0];

    public int Output { get; } = output;

    /// <summary>Writes the output of <paramref name="memory"/>'s rows.</summary>
    public abstract void Forward(GraphMemory<T> memory);

    /// <summary>Adds to the inputs' adjoints what the output's adjoint says of them.</summary>
    public abstract void Backward(GraphMemory<T> memory);
}
