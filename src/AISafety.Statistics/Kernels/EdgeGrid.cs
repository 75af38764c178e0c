using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AISafety.Statistics;

/// <summary>Finds a value's bin among many edges: a monotone grid says how many edges lie in lower cells, and the few of the value's own cell are compared.</summary>
/// <remarks>Four tables of counts take turns, so that runs of equal bins do not wait for one another.</remarks>
internal sealed class EdgeGrid<T>
    where T : struct, IFloatingPointIeee754<T>
{
    private const int BlockLength = 1024;

    // With more edges than this in one cell, comparing them one after another no longer pays.
    private const int MostInOneCell = 4;

    private readonly MonotoneGrid _grid;
    private readonly int[] _edgesBelow;
    private readonly T[] _edges;
    private readonly int _count;
    private readonly int _steps;

    /// <summary>Whether there are grids for this type.</summary>
    public static bool IsSupported => typeof(T) == typeof(float) || typeof(T) == typeof(double);

    private EdgeGrid(MonotoneGrid grid, int[] edgesBelow, T[] edges, int count, int steps)
    {
        (_grid, _edgesBelow, _edges, _count, _steps) = (grid, edgesBelow, edges, count, steps);
    }

    /// <summary>A grid for these edges; null if they are spaced too unevenly for one that stays in the cache.</summary>
    public static EdgeGrid<T>? TryCreate(ReadOnlySpan<T> edges)
    {
        for (int cells = Math.Max(256, (int)BitOperations.RoundUpToPowerOf2((uint)edges.Length * 4)); cells <= 1 << 14; cells *= 4)
        {
            if (!MonotoneGrid.TryCreate(double.CreateTruncating(edges[0]), double.CreateTruncating(edges[^1]), cells, out MonotoneGrid grid))
            {
                return null;
            }

            // The last place is NaN's: after all edges, where nothing is left to compare with.
            int[] inCell = new int[cells + 1];
            foreach (T edge in edges)
            {
                inCell[grid.CellOf(double.CreateTruncating(edge))]++;
            }

            int steps = inCell.Max();
            if (steps <= (cells < 1 << 14 ? 2 : MostInOneCell))
            {
                int below = 0;
                foreach (ref int place in inCell.AsSpan())
                {
                    (place, below) = (below, below + place);
                }

                inCell[cells] = edges.Length + 1;

                // Nothing is at or above NaN: the padding ends every search, +infinity's too.
                T[] padded = new T[edges.Length + 1 + MostInOneCell + 1];
                padded.AsSpan().Fill(T.NaN);
                edges.CopyTo(padded);
                return new(grid, inCell, padded, edges.Length, steps);
            }
        }

        return null;
    }

    /// <summary>Adds to each place of <paramref name="counts"/> how many values lie in that bin. One more place than there are edges.</summary>
    /// <returns>How many values are NaN.</returns>
    public long Add(ReadOnlySpan<T> values, Span<long> counts)
    {
        int bins = _count + 2;
        int[] tables = ArrayPool<int>.Shared.Rent(4 * bins);
        tables.AsSpan(0, 4 * bins).Clear();
        Span<int> cells = stackalloc int[BlockLength];
        for (int start = 0; start < values.Length; start += BlockLength)
        {
            ReadOnlySpan<T> block = values.Slice(start, Math.Min(BlockLength, values.Length - start));
            _grid.Map(block, cells);
            Scatter(block, cells, tables, bins);
        }

        for (int bin = 0; bin <= _count; bin++)
        {
            counts[bin] += Count(tables, bins, bin);
        }

        long missing = Count(tables, bins, _count + 1);
        ArrayPool<int>.Shared.Return(tables);
        return missing;
    }

    private static long Count(int[] tables, int bins, int bin) =>
        (long)tables[bin] + tables[bins + bin] + tables[2 * bins + bin] + tables[3 * bins + bin];

    private void Scatter(ReadOnlySpan<T> block, ReadOnlySpan<int> cells, int[] tables, int bins)
    {
        ref T x = ref MemoryMarshal.GetReference(block);
        ref int cell = ref MemoryMarshal.GetReference(cells);
        ref int below = ref MemoryMarshal.GetArrayDataReference(_edgesBelow);
        ref T edges = ref MemoryMarshal.GetArrayDataReference(_edges);
        ref int t0 = ref MemoryMarshal.GetArrayDataReference(tables);
        ref int t1 = ref Unsafe.Add(ref t0, bins);
        ref int t2 = ref Unsafe.Add(ref t1, bins);
        ref int t3 = ref Unsafe.Add(ref t2, bins);
        int steps = _steps;
        int i = 0;
        for (; i + 4 <= block.Length; i += 4)
        {
            int b0 = Unsafe.Add(ref below, Unsafe.Add(ref cell, i));
            int b1 = Unsafe.Add(ref below, Unsafe.Add(ref cell, i + 1));
            int b2 = Unsafe.Add(ref below, Unsafe.Add(ref cell, i + 2));
            int b3 = Unsafe.Add(ref below, Unsafe.Add(ref cell, i + 3));
            for (int step = 0; step < steps; step++)
            {
                b0 += OneIf(Unsafe.Add(ref x, i) >= Unsafe.Add(ref edges, b0));
                b1 += OneIf(Unsafe.Add(ref x, i + 1) >= Unsafe.Add(ref edges, b1));
                b2 += OneIf(Unsafe.Add(ref x, i + 2) >= Unsafe.Add(ref edges, b2));
                b3 += OneIf(Unsafe.Add(ref x, i + 3) >= Unsafe.Add(ref edges, b3));
            }

            Unsafe.Add(ref t0, b0)++;
            Unsafe.Add(ref t1, b1)++;
            Unsafe.Add(ref t2, b2)++;
            Unsafe.Add(ref t3, b3)++;
        }

        for (; i < block.Length; i++)
        {
            int bin = Unsafe.Add(ref below, Unsafe.Add(ref cell, i));
            for (int step = 0; step < steps; step++)
            {
                bin += OneIf(Unsafe.Add(ref x, i) >= Unsafe.Add(ref edges, bin));
            }

            Unsafe.Add(ref t0, bin)++;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int OneIf(bool condition) => Unsafe.BitCast<bool, byte>(condition);
}
