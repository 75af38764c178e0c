using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AISafety.Statistics;

/// <summary>A sorted reference cut into cells by a monotone map, and the Kolmogorov-Smirnov gap to a sample by them.</summary>
internal sealed class ReferenceCells<T>
    where T : struct, IFloatingPointIeee754<T>
{
    private const int BlockLength = 1024;

    private readonly T[] _ascending;
    private readonly MonotoneGrid _grid;
    private readonly int[] _start;

    private ReferenceCells(T[] ascending, MonotoneGrid grid, int[] start)
    {
        (_ascending, _grid, _start) = (ascending, grid, start);
    }

    /// <summary>Cells for a reference; null if its middle is a single value or infinite.</summary>
    /// <param name="ascending">The reference.</param>
    /// <param name="cells">How many cells; 3 or more.</param>
    /// <param name="tail">The share of the reference at either end that shares the outer cell, so that outliers do not coarsen the others; less than a half.</param>
    public static ReferenceCells<T>? TryCreate(T[] ascending, int cells, double tail)
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
        {
            return null;
        }

        int outside = (int)(ascending.Length * tail);
        double low = double.CreateTruncating(ascending[outside]);
        double high = double.CreateTruncating(ascending[^(outside + 1)]);
        if (!MonotoneGrid.TryCreate(low, high, cells, out MonotoneGrid grid))
        {
            return null;
        }

        int[] start = new int[cells + 1];
        int cell = 0;
        for (int i = 0; i < ascending.Length; i++)
        {
            for (int own = grid.CellOf(double.CreateTruncating(ascending[i])); cell < own;)
            {
                start[++cell] = i;
            }
        }

        while (cell < cells)
        {
            start[++cell] = ascending.Length;
        }

        return new(ascending, grid, start);
    }

    /// <summary>The share of the reference that is in the cell of one of its values, in the mean: what a single value repeated makes apart, for no cells divide that.</summary>
    public double MeanShare()
    {
        double sum = 0;
        for (int cell = 0; cell + 1 < _start.Length; cell++)
        {
            double count = _start[cell + 1] - _start[cell];
            sum += count > 0 && _ascending[_start[cell]] != _ascending[_start[cell + 1] - 1] ? count * count : 0;
        }

        return sum / ((double)_ascending.Length * _ascending.Length);
    }

    /// <summary>The gap to a sample.</summary>
    /// <param name="sample">The sample, in any order; NaN is left out and counted.</param>
    public KolmogorovSmirnovGap Compare(ReadOnlySpan<T> sample)
    {
        int places = _grid.Cells + 1;
        int[] rented = ArrayPool<int>.Shared.Rent(4 * places);
        CountCells(sample, rented);
        int missing = rented[places - 1];
        Span<int> before = rented.AsSpan(places, places);
        Accumulate(rented.AsSpan(0, places), before);
        long greatest = CellGaps.AtEdges(_start, before);
        Span<int> unsettled = rented.AsSpan(2 * places, places);
        unsettled = unsettled[..CellGaps.Above(_start, before, greatest, unsettled)];
        if (!unsettled.IsEmpty)
        {
            greatest = Refine(sample, before, unsettled, greatest);
        }

        ArrayPool<int>.Shared.Return(rented);
        return new(greatest, _ascending.Length, sample.Length - missing, missing);
    }

    /// <summary>Counts the sample by cells into the first of four tables; missing values behind the last cell.</summary>
    [SkipLocalsInit]
    private void CountCells(ReadOnlySpan<T> sample, int[] tables)
    {
        int places = _grid.Cells + 1;
        tables.AsSpan(0, 4 * places).Clear();
        Span<int> block = stackalloc int[BlockLength];
        ref int cell = ref MemoryMarshal.GetReference(block);
        ref int t0 = ref MemoryMarshal.GetArrayDataReference(tables);
        ref int t1 = ref Unsafe.Add(ref t0, places);
        ref int t2 = ref Unsafe.Add(ref t1, places);
        ref int t3 = ref Unsafe.Add(ref t2, places);
        for (int start = 0; start < sample.Length; start += BlockLength)
        {
            ReadOnlySpan<T> values = sample.Slice(start, Math.Min(BlockLength, sample.Length - start));
            _grid.Map(values, block);
            int i = 0;
            for (; i + 4 <= values.Length; i += 4)
            {
                Unsafe.Add(ref t0, Unsafe.Add(ref cell, i))++;
                Unsafe.Add(ref t1, Unsafe.Add(ref cell, i + 1))++;
                Unsafe.Add(ref t2, Unsafe.Add(ref cell, i + 2))++;
                Unsafe.Add(ref t3, Unsafe.Add(ref cell, i + 3))++;
            }

            for (; i < values.Length; i++)
            {
                Unsafe.Add(ref t0, Unsafe.Add(ref cell, i))++;
            }
        }

        TensorPrimitives.Add<int>(tables.AsSpan(0, places), tables.AsSpan(places, places), tables.AsSpan(0, places));
        TensorPrimitives.Add<int>(tables.AsSpan(2 * places, places), tables.AsSpan(3 * places, places), tables.AsSpan(places, places));
        TensorPrimitives.Add<int>(tables.AsSpan(0, places), tables.AsSpan(places, places), tables.AsSpan(0, places));
    }

    /// <summary>How many values lie before each cell; at the end, how many do in all.</summary>
    private static void Accumulate(ReadOnlySpan<int> counts, Span<int> before)
    {
        int sum = 0;
        for (int k = 0; k < before.Length; k++)
        {
            before[k] = sum;
            sum += counts[k];
        }
    }

    // Gathered and sorted, the values of the unsettled cells come in the cells' order: each cell takes the next of them.
    private long Refine(ReadOnlySpan<T> sample, ReadOnlySpan<int> before, ReadOnlySpan<int> unsettled, long greatest)
    {
        int places = _grid.Cells + 1;
        int[] flags = ArrayPool<int>.Shared.Rent(places);
        T[] values = ArrayPool<T>.Shared.Rent(sample.Length + FlaggedValues.Spare);
        flags.AsSpan(0, places).Clear();
        foreach (int cell in unsettled)
        {
            flags[cell] = -1;
        }

        Span<T> gathered = values.AsSpan(0, Gather(sample, flags.AsSpan(0, places), values));
        NumberSort.Ascending(gathered);
        long m = _ascending.Length;
        long n = before[^1];
        foreach (int cell in unsettled)
        {
            int count = before[cell + 1] - before[cell];
            ReadOnlySpan<T> reference = _ascending.AsSpan(_start[cell].._start[cell + 1]);
            StepGap.Raise(reference, gathered[..count], (_start[cell] * n) - (before[cell] * m), m, n, ref greatest);
            gathered = gathered[count..];
        }

        ArrayPool<T>.Shared.Return(values);
        ArrayPool<int>.Shared.Return(flags);
        return greatest;
    }

    /// <summary>Copies the values of flagged cells; their number.</summary>
    [SkipLocalsInit]
    private int Gather(ReadOnlySpan<T> sample, ReadOnlySpan<int> flags, Span<T> target)
    {
        Span<int> block = stackalloc int[BlockLength];
        int count = 0;
        for (int start = 0; start < sample.Length; start += BlockLength)
        {
            ReadOnlySpan<T> values = sample.Slice(start, Math.Min(BlockLength, sample.Length - start));
            _grid.Map(values, block);
            count += FlaggedValues.Copy(values, block, flags, target[count..]);
        }

        return count;
    }
}
