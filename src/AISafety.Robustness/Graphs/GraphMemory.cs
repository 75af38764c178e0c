using System.Numerics;

namespace AISafety.Robustness.Graphs;

/// <summary>The values of a graph for a block of rows, and what they are worth to a loss (adjoints).</summary>
internal sealed class GraphMemory<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int[] _lengths;
    private readonly T[][] _values;
    private readonly T[][] _adjoints;

    public GraphMemory(int[] lengths, int capacity)
    {
        (_lengths, Capacity) = (lengths, capacity);
        _values = Array.ConvertAll(lengths, length => new T[length * capacity]);
        _adjoints = new T[lengths.Length][];
    }

    /// <summary>How many rows there is place for.</summary>
    public int Capacity { get; }

    /// <summary>How many rows there are.</summary>
    public int Count { get; set; }

    public int Length(int value) => _lengths[value];

    public Span<T> Values(int value) => _values[value].AsSpan(0, _lengths[value] * Count);

    public Span<T> Adjoints(int value) => (_adjoints[value] ??= new T[_lengths[value] * Capacity]).AsSpan(0, _lengths[value] * Count);

    public void ClearAdjoints()
    {
        for (int value = 0; value < _lengths.Length; value++)
        {
            Adjoints(value).Clear();
        }
    }
}
