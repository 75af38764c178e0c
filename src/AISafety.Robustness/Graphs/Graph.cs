using System.Collections.Concurrent;
using System.Numerics;

namespace AISafety.Robustness.Graphs;

/// <summary>A network as a list of steps, in one precision.</summary>
internal sealed class Graph<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // As many rows as leave a block's values in the cache, and fill the rows that a product takes at once.
    private const int BlockRows = 60;

    private readonly ConcurrentBag<GraphMemory<T>> _memories = [];

    public Graph(int[] lengths, GraphNode<T>[] nodes, int input, int output)
    {
        (Lengths, Nodes, Input, Output) = (lengths, nodes, input, output);
    }

    /// <summary>How many numbers each value has.</summary>
    public int[] Lengths { get; }

    public GraphNode<T>[] Nodes { get; }

    public int Input { get; }

    public int Output { get; }

    public int InputLength => Lengths[Input];

    public int OutputLength => Lengths[Output];

    /// <summary>The output of each row.</summary>
    public void Evaluate(ReadOnlySpan<T> rows, Span<T> outputs)
    {
        GraphMemory<T> memory = Rent();
        int count = rows.Length / InputLength;
        for (int start = 0; start < count; start += memory.Capacity)
        {
            Forward(memory, rows, start, Math.Min(memory.Capacity, count - start));
            memory.Values(Output).CopyTo(outputs[(start * OutputLength)..]);
        }

        _memories.Add(memory);
    }

    /// <summary>The output of each row, and the gradient of a function of it.</summary>
    public void Differentiate(ReadOnlySpan<T> rows, RowDerivative<T> derivative, Span<T> outputs, Span<T> gradients)
    {
        GraphMemory<T> memory = Rent();
        int count = rows.Length / InputLength;
        for (int start = 0; start < count; start += memory.Capacity)
        {
            Forward(memory, rows, start, Math.Min(memory.Capacity, count - start));
            memory.Values(Output).CopyTo(outputs[(start * OutputLength)..]);
            memory.ClearAdjoints();
            for (int row = 0; row < memory.Count; row++)
            {
                derivative(
                    start + row, outputs.Slice((start + row) * OutputLength, OutputLength), memory.Adjoints(Output).Slice(row * OutputLength, OutputLength));
            }

            for (int node = Nodes.Length - 1; node >= 0; node--)
            {
                Nodes[node].Backward(memory);
            }

            memory.Adjoints(Input).CopyTo(gradients[(start * InputLength)..]);
        }

        _memories.Add(memory);
    }

    private void Forward(GraphMemory<T> memory, ReadOnlySpan<T> rows, int start, int count)
    {
        memory.Count = count;
        rows.Slice(start * InputLength, count * InputLength).CopyTo(memory.Values(Input));
        foreach (GraphNode<T> node in Nodes)
        {
            node.Forward(memory);
        }
    }

    private GraphMemory<T> Rent()
    {
        if (_memories.TryTake(out GraphMemory<T>? memory))
        {
            return memory;
        }

        // A large network takes fewer rows at once: 16 million numbers at most, or one row.
        long length = Lengths.Sum(static length => (long)length);
        return new(Lengths, (int)Math.Clamp((1 << 24) / length, 1, BlockRows));
    }
}

/// <summary>The derivative of a function of a row's output by that output.</summary>
internal delegate void RowDerivative<T>(int row, ReadOnlySpan<T> output, Span<T> derivatives);
