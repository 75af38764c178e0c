using System.Numerics;

namespace AISafety.Robustness.Graphs;

/// <summary>The greatest of each output's sources; the first of equal ones.</summary>
/// <param name="name">The ONNX node.</param>
/// <param name="input">The value read.</param>
/// <param name="output">The value written.</param>
/// <param name="starts">Where the sources of each output begin, and where the last end. Each has one at least.</param>
/// <param name="sources">Places in the input.</param>
internal sealed class MaxPoolNode<T>(string name, int input, int output, int[] starts, int[] sources) : GraphNode<T>(name, [input], output)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public int Length => starts.Length - 1;

    public ReadOnlySpan<int> Sources(int at) => sources.AsSpan(starts[at], starts[at + 1] - starts[at]);

    public override void Forward(GraphMemory<T> memory)
    {
        for (int row = 0; row < memory.Count; row++)
        {
            ReadOnlySpan<T> x = memory.Values(Input).Slice(row * memory.Length(Input), memory.Length(Input));
            Span<T> y = memory.Values(Output).Slice(row * Length, Length);
            for (int i = 0; i < y.Length; i++)
            {
                y[i] = x[Greatest(x, i)];
            }
        }
    }

    public override void Backward(GraphMemory<T> memory)
    {
        for (int row = 0; row < memory.Count; row++)
        {
            ReadOnlySpan<T> x = memory.Values(Input).Slice(row * memory.Length(Input), memory.Length(Input));
            Span<T> dx = memory.Adjoints(Input).Slice(row * memory.Length(Input), memory.Length(Input));
            ReadOnlySpan<T> dy = memory.Adjoints(Output).Slice(row * Length, Length);
            for (int i = 0; i < dy.Length; i++)
            {
                dx[Greatest(x, i)] += dy[i];
            }
        }
    }

    private int Greatest(ReadOnlySpan<T> x, int at)
    {
        int greatest = sources[starts[at]];
        for (int i = starts[at] + 1; i < starts[at + 1]; i++)
        {
            if (x[sources[i]] > x[greatest])
            {
                greatest = sources[i];
            }
        }

        return greatest;
    }
}
