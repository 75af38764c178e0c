using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AISafety.Statistics;

/// <summary>A forest's cuts twice: as floats, half as large, for rows of floats, and as doubles for all others.</summary>
internal sealed class ForestNodes(IsolationTree[] trees, int levels)
{
    /// <summary>How many trees are gone down at a time.</summary>
    public const int TreesAtOnce = 8;

    private readonly TreeGroups<float> _floats = new(trees, levels);
    private readonly TreeGroups<double> _doubles = new(trees, levels);

    /// <summary>Adds to each row's depth that in each tree; those of rows with a NaN mean nothing.</summary>
    /// <param name="rows">The rows, one after the other.</param>
    /// <param name="columns">How many values a row has; as many as the trees were grown of.</param>
    /// <param name="depths">One for each row.</param>
    public void AddDepths<T>(ReadOnlySpan<T> rows, int columns, Span<double> depths)
        where T : struct, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            _floats.AddDepths(As<T, float>(rows), columns, depths);
        }
        else if (typeof(T) == typeof(double))
        {
            _doubles.AddDepths(As<T, double>(rows), columns, depths);
        }
        else
        {
            double[] rented = ArrayPool<double>.Shared.Rent(rows.Length);
            Span<double> doubles = rented.AsSpan(0, rows.Length);
            TensorPrimitives.ConvertTruncating(rows, doubles);
            _doubles.AddDepths(doubles, columns, depths);
            ArrayPool<double>.Shared.Return(rented);
        }
    }

    // The same type by another name.
    private static ReadOnlySpan<TSame> As<T, TSame>(ReadOnlySpan<T> rows) =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, TSame>(ref MemoryMarshal.GetReference(rows)), rows.Length);
}
