using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AISafety.Statistics;

/// <summary>Counts and sums rows by bins of equal width over 0 to 1.</summary>
/// <remarks>The product p K may round to a neighbour's bin: near a whole number the edges on both sides decide. Two sets of sums, taken in turn, so
/// that rows of one bin in a row do not wait for each other. A set holds, for each bin, the count and the positives in one integer and the sum.</remarks>
internal static class ReliabilityKernel
{
    private const int BlockLength = 16;

    // 2^-51: a product so near to a whole number may have been rounded across a bin's edge.
    private const double Nearness = 4.440892098500626e-16;

    /// <returns>How many scores are NaN; -1 if one is out of range.</returns>
    public static int Count<T>(ReadOnlySpan<T> scores, ReadOnlySpan<byte> labels, Span<ReliabilityBin> bins)
        where T : struct, IFloatingPointIeee754<T>
    {
        int width = bins.Length + 1;
        double[] edges = ArrayPool<double>.Shared.Rent(width + 1);
        Cell[] cells = ArrayPool<Cell>.Shared.Rent(2 * width);
        cells.AsSpan(0, 2 * width).Clear();
        for (int i = 0; i < bins.Length; i++)
        {
            edges[i] = (double)i / bins.Length;
        }

        // Infinity at the end puts p = 1 into the last bin.
        edges.AsSpan(bins.Length, 2).Fill(double.PositiveInfinity);
        int missing = Fill(scores, labels, new(edges.AsSpan(0, width + 1), cells.AsSpan(0, 2 * width), bins.Length));
        for (int i = 0; i < bins.Length; i++)
        {
            Cell both = cells[i] + cells[width + i];
            bins[i] = new(both.Counts & uint.MaxValue, both.Counts >>> 32, both.Sum);
        }

        ArrayPool<double>.Shared.Return(edges);
        ArrayPool<Cell>.Shared.Return(cells);
        return missing;
    }

    private static int Fill<T>(ReadOnlySpan<T> scores, ReadOnlySpan<byte> labels, Table table)
        where T : struct, IFloatingPointIeee754<T>
    {
        int missing = 0;
        int done = 0;
        if (typeof(T) == typeof(float))
        {
            done = FillBlocks<float, FloatLanes>(MemoryMarshal.Cast<T, float>(scores), labels, table, ref missing);
        }
        else if (typeof(T) == typeof(double))
        {
            done = FillBlocks<double, DoubleLanes>(MemoryMarshal.Cast<T, double>(scores), labels, table, ref missing);
        }

        for (int i = done; i >= 0 && i < scores.Length; i++)
        {
            if (!table.Add(double.CreateTruncating(scores[i]), labels[i], i, ref missing))
            {
                return -1;
            }
        }

        return done < 0 ? -1 : missing;
    }

    // Finds the bins of a block of scores as vectors, and adds the rows one by one. Gives how many rows that were; -1 if a score is out of range.
    private static int FillBlocks<T, TLanes>(ReadOnlySpan<T> scores, ReadOnlySpan<byte> labels, Table table, ref int missing)
        where T : struct
        where TLanes : struct, ILanes<T>
    {
        ref T first = ref MemoryMarshal.GetReference(scores);
        Span<double> values = stackalloc double[BlockLength];
        Span<int> bins = stackalloc int[BlockLength];
        Vector256<double> count = Vector256.Create((double)table.Count);
        int i = 0;
        for (; i + BlockLength <= scores.Length; i += BlockLength)
        {
            Vector256<double> uncertain = Vector256<double>.Zero;
            for (int k = 0; k < BlockLength; k += 4)
            {
                Vector256<double> score = TLanes.Load(ref first, (nuint)(i + k));
                Vector256<double> product = score * count;
                Vector256<double> nearest = Vector256.Round(product);

                // Zero itself is certain: the product is exact.
                uncertain |= Vector256.LessThan(Vector256.Abs(product - nearest), nearest * Nearness)
                    | ~(Vector256.GreaterThanOrEqual(score, Vector256<double>.Zero) & Vector256.LessThan(score, Vector256<double>.One));
                score.StoreUnsafe(ref values[k]);
                Whole(product).StoreUnsafe(ref bins[k]);
            }

            if (uncertain == Vector256<double>.Zero)
            {
                table.AddBlock(values, bins, labels.Slice(i, BlockLength));
                continue;
            }

            for (int k = 0; k < BlockLength; k++)
            {
                if (!table.Add(values[k], labels[i + k], k, ref missing))
                {
                    return -1;
                }
            }
        }

        return i;
    }

    // Below 2^31 where it is of use; elsewhere anything.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Whole(Vector256<double> product) =>
        Avx.IsSupported
            ? Avx.ConvertToVector128Int32WithTruncation(product)
            : Vector128.Create((int)product.GetElement(0), (int)product.GetElement(1), (int)product.GetElement(2), (int)product.GetElement(3));

    private readonly ref struct Table(Span<double> edges, Span<Cell> cells, int count)
    {
        private readonly Span<double> _edges = edges;
        private readonly Span<Cell> _cells = cells;

        public int Count => count;

        /// <summary>Adds a row; not if its score is out of range.</summary>
        public bool Add(double score, byte label, int row, ref int missing)
        {
            if (!(score >= 0 && score <= 1))
            {
                missing++;
                return double.IsNaN(score);
            }

            int bin = (int)(score * count);
            if (score < _edges[bin])
            {
                bin--;
            }
            else if (score >= _edges[bin + 1])
            {
                bin++;
            }

            ref Cell cell = ref _cells[(row & 1) * (count + 1) + bin];
            cell.Add(score, label);
            return true;
        }

        /// <summary>Adds rows whose bins are known.</summary>
        public void AddBlock(ReadOnlySpan<double> scores, ReadOnlySpan<int> bins, ReadOnlySpan<byte> labels)
        {
            ref Cell even = ref MemoryMarshal.GetReference(_cells);
            ref Cell odd = ref Unsafe.Add(ref even, count + 1);
            for (int k = 0; k + 1 < scores.Length; k += 2)
            {
                Unsafe.Add(ref even, bins[k]).Add(scores[k], labels[k]);
                Unsafe.Add(ref odd, bins[k + 1]).Add(scores[k + 1], labels[k + 1]);
            }
        }
    }

    private struct Cell
    {
        public long Counts;
        public double Sum;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(double score, byte label)
        {
            Counts += 1 + ((long)label << 32);
            Sum += score;
        }

        public static Cell operator +(Cell a, Cell b) => new() { Counts = a.Counts + b.Counts, Sum = a.Sum + b.Sum };
    }
}
