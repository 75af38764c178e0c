using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AISafety.Statistics;

/// <summary>Counts and sums rows by bins of equal width over 0 to 1.</summary>
/// <remarks>The product p K may round to a neighbour's bin: the edges on both sides decide, by branches that are seldom taken. Two sets of sums, taken in turn, so
/// that rows of one bin in a row do not wait for each other. A set holds, for each bin, the count and the positives in one integer and the sum.</remarks>
internal static class ReliabilityKernel
{
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
        int missing = Fill(scores, labels, bins.Length, ref edges[0], ref cells[0]);
        for (int i = 0; i < bins.Length; i++)
        {
            Cell both = cells[i] + cells[width + i];
            bins[i] = new(both.Counts & uint.MaxValue, both.Counts >>> 32, both.Sum);
        }

        ArrayPool<double>.Shared.Return(edges);
        ArrayPool<Cell>.Shared.Return(cells);
        return missing;
    }

    private static int Fill<T>(ReadOnlySpan<T> scores, ReadOnlySpan<byte> labels, int count, ref double edges, ref Cell cells)
        where T : struct, IFloatingPointIeee754<T>
    {
        ref byte label = ref MemoryMarshal.GetReference(labels);
        ref T first = ref MemoryMarshal.GetReference(scores);
        ref Cell other = ref Unsafe.Add(ref cells, count + 1);
        int missing = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            // Widened as a vector: the scalar conversion waits for the last use of its target register, which costs four times as much.
            double score = typeof(T) == typeof(float) ? Vector128.WidenLower(Vector128.CreateScalar(Unsafe.Add(ref Unsafe.As<T, float>(ref first), i))).ToScalar()
                : typeof(T) == typeof(double) ? Unsafe.Add(ref Unsafe.As<T, double>(ref first), i)
                : double.CreateTruncating(scores[i]);
            if (!(score >= 0 && score <= 1))
            {
                if (!double.IsNaN(score))
                {
                    return -1;
                }

                missing++;
                continue;
            }

            int bin = (int)(score * count);
            ref double edge = ref Unsafe.Add(ref edges, bin);
            if (score < edge)
            {
                bin--;
            }
            else if (score >= Unsafe.Add(ref edge, 1))
            {
                bin++;
            }

            ref Cell cell = ref Unsafe.Add(ref (i & 1) == 0 ? ref cells : ref other, bin);
            cell.Counts += 1 + ((long)Unsafe.Add(ref label, i) << 32);
            cell.Sum += score;
        }

        return missing;
    }

    private struct Cell
    {
        public long Counts;
        public double Sum;

        public static Cell operator +(Cell a, Cell b) => new() { Counts = a.Counts + b.Counts, Sum = a.Sum + b.Sum };
    }
}
