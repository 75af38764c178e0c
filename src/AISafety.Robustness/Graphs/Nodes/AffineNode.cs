using System.Numerics;
using System.Numerics.Tensors;

namespace AISafety.Robustness.Graphs;

/// <summary>y = W x + b.</summary>
internal sealed class AffineNode<T>(string name, int input, int output, LinearMap<T> map, T[]? bias) : GraphNode<T>(name, [input], output)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public LinearMap<T> Map { get; } = map;

    /// <summary>Null: zeros.</summary>
    public T[]? Bias { get; } = bias;

    public override void Forward(GraphMemory<T> memory)
    {
        Span<T> y = memory.Values(Output);
        Map.Apply(memory.Values(Input), y, memory.Count);
        if (Bias is not null)
        {
            for (int row = 0; row < memory.Count; row++)
            {
                Span<T> one = y.Slice(row * Bias.Length, Bias.Length);
                TensorPrimitives.Add(one, Bias, one);
            }
        }
    }

    public override void Backward(GraphMemory<T> memory) => Map.ApplyTransposed(memory.Adjoints(Output), memory.Adjoints(Input), memory.Count, adds: true);
}
