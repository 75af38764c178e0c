using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AISafety.Statistics;

/// <summary>A sorted reference cut into cells by a monotone map, and the Kolmogorov-Smirnov gap to a sample by them.</summary>
internal sealed class ReferenceCells<T>
    where T : struct, IFloatingPointIeee754<T>
{
    private const int BlockLength = 1024;
    private const int FewestCells = 256;
    private const int MostCells = 1 << 13;
    private const int ValuesPerCell = 8;
    private const double OutsideGrid = 0.0005;

    private readonly T[] _ascending;
    private readonly MonotoneGrid _grid;
    private readonly int[] _start;

    private ReferenceCells(T[] ascending, MonotoneGrid grid, int[] start)
    {
        (_ascending, _grid, _start) = (ascending, grid, start);
    }

    /// <summary>Cells for a reference; null if its middle is a single value or infinite.</summary>
    public static ReferenceCells<T>? TryCreate(T[] ascending)
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
        {
            return null;
        }

        // The grid spans all but a little of the reference; the tails share the outer cells, so that outliers do not coarsen it.
        int tail = (int)(ascending.Length * OutsideGrid);
        int cells = Math.Clamp((int)BitOperations.RoundUpToPowerOf2((uint)(ascending.Length / ValuesPerCell)), FewestCells, MostCells);
        double low = double.CreateTruncating(ascending[tail]);
        double high = double.CreateTruncating(ascending[^(tail + 1)]);
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

    /// <summary>The gap to a sample; false if more than a quarter of it would have to be sorted.</summary>
    public bool TryCompare(ReadOnlySpan<T> sample, out KolmogorovSmirnovGap gap)
    {
        int cells = _grid.Cells;
        int[] rented = ArrayPool<int>.Shared.Rent(4 * (cells + 1));
        byte[] flags = ArrayPool<byte>.Shared.Rent(cells + 1);
        CountCells(sample, rented);
        int missing = rented[cells];
        int count = sample.Length - missing;
        ReadOnlySpan<int> counts = rented.AsSpan(0, cells);
        long greatest = AtEdges(counts, count);
        int unsettled = Flag(counts, count, greatest, flags);
        bool few = unsettled <= sample.Length / 4;
        if (few && unsettled > 0)
        {
            T[] values = ArrayPool<T>.Shared.Rent(unsettled + 1);
            Gather(sample, flags, values);
            Span<T> gathered = values.AsSpan(0, unsettled);
            NumberSort.Ascending(gathered);
            greatest = Refine(counts, count, flags, gathered, greatest);
            ArrayPool<T>.Shared.Return(values);
        }

        gap = new(greatest, _ascending.Length, count, missing);
        ArrayPool<int>.Shared.Return(rented);
        ArrayPool<byte>.Shared.Return(flags);
        return few;
    }

    /// <summary>Counts the sample by cells into the first of four tables; missing values behind the last cell.</summary>
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

        System.Numerics.Tensors.TensorPrimitives.Add<int>(tables.AsSpan(0, places), tables.AsSpan(places, places), tables.AsSpan(0, places));
        System.Numerics.Tensors.TensorPrimitives.Add<int>(tables.AsSpan(2 * places, places), tables.AsSpan(3 * places, places), tables.AsSpan(places, places));
        System.Numerics.Tensors.TensorPrimitives.Add<int>(tables.AsSpan(0, places), tables.AsSpan(places, places), tables.AsSpan(0, places));
    }

    // Behind a cell's last value both functions are known exactly.
    private long AtEdges(ReadOnlySpan<int> counts, int sampleCount)
    {
        long greatest = 0;
        long below = 0;
        for (int cell = 0; cell < counts.Length; cell++)
        {
            below += counts[cell];
            greatest = Math.Max(greatest, Math.Abs((long)_start[cell + 1] * sampleCount - below * _ascending.Length));
        }

        return greatest;
    }

    // Within a cell one function can at most have ended its steps before the other begins.
    private int Flag(ReadOnlySpan<int> counts, int sampleCount, long greatest, Span<byte> flags)
    {
        long n = _ascending.Length;
        long below = 0;
        int unsettled = 0;
        for (int cell = 0; cell < counts.Length; cell++)
        {
            long after = below + counts[cell];
            long bound = Math.Max(
                (long)_start[cell + 1] * sampleCount - below * n,
                after * n - (long)_start[cell] * sampleCount);
            bool above = bound > greatest;
            flags[cell] = above ? (byte)1 : (byte)0;
            unsettled += above ? counts[cell] : 0;
            below = after;
        }

        flags[counts.Length] = 0;
        return unsettled;
    }

    private void Gather(ReadOnlySpan<T> sample, byte[] flags, T[] target)
    {
        Span<int> block = stackalloc int[BlockLength];
        ref byte flag = ref MemoryMarshal.GetArrayDataReference(flags);
        ref T to = ref MemoryMarshal.GetArrayDataReference(target);
        int count = 0;
        for (int start = 0; start < sample.Length; start += BlockLength)
        {
            ReadOnlySpan<T> values = sample.Slice(start, Math.Min(BlockLength, sample.Length - start));
            _grid.Map(values, block);
            for (int i = 0; i < values.Length; i++)
            {
                // Written always, kept if flagged: the target has one place to spare.
                Unsafe.Add(ref to, count) = values[i];
                count += Unsafe.Add(ref flag, block[i]);
            }
        }
    }

    // Cells are in ascending order, and so are the gathered values: each flagged cell takes the next of them.
    private long Refine(ReadOnlySpan<int> counts, int sampleCount, ReadOnlySpan<byte> flags, ReadOnlySpan<T> gathered, long greatest)
    {
        long below = 0;
        for (int cell = 0; cell < counts.Length; cell++)
        {
            if (flags[cell] != 0)
            {
                ReadOnlySpan<T> reference = _ascending.AsSpan(_start[cell].._start[cell + 1]);
                long gap = (long)_start[cell] * sampleCount - below * _ascending.Length;
                greatest = Math.Max(greatest, StepGap.Within(reference, gathered[..counts[cell]], gap, _ascending.Length, sampleCount));
                gathered = gathered[counts[cell]..];
            }

            below += counts[cell];
        }

        return greatest;
    }
}
