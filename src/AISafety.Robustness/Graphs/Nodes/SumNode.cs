using System.Numerics;
using System.Numerics.Tensors;

namespace AISafety.Robustness.Graphs;

/// <summary>The sum, or the difference, of two values of one shape.</summary>
internal sealed class SumNode<T>(string name, int left, int right, int output, bool isDifference) : GraphNode<T>(name, [left, right], output)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public bool IsDifference => isDifference;

    public override void Forward(GraphMemory<T> memory)
    {
        if (isDifference)
        {
            TensorPrimitives.Subtract(memory.Values(Inputs[0]), memory.Values(Inputs[1]), memory.Values(Output));
        }
        else
        {
            TensorPrimitives.Add(memory.Values(Inputs[0]), memory.Values(Inputs[1]), memory.Values(Output));
        }
    }

    public override void Backward(GraphMemory<T> memory)
    {
        ReadOnlySpan<T> dy = memory.Adjoints(Output);
        Span<T> left = memory.Adjoints(Inputs[0]);
        TensorPrimitives.Add(left, dy, left);
        Span<T> right = memory.Adjoints(Inputs[1]);
        if (isDifference)
        {
            TensorPrimitives.Subtract(right, dy, right);
        }
        else
        {
            TensorPrimitives.Add(right, dy, right);
        }
    }
}
