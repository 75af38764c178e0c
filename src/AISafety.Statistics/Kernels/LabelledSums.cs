using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AISafety.Statistics;

/// <summary>Sums of the rows that a labelling marks, for many labellings at once.</summary>
/// <remarks>As a product of a matrix with one of zeros and ones, by the method of the Four Russians: of each group of up to six rows all 2^g sums are made once, and each labelling looks its own up.
/// With 100 labellings and groups of five that is a quarter of the product's additions. Source: Arlazarov, Dinic, Kronrod and Faradzhev, On economical construction of the transitive closure of a
/// directed graph, Soviet Math. Dokl. 11, 1970.</remarks>
internal static class LabelledSums
{
    /// <summary>How many rows a block has at most, and how many rows' codes lie together: a multiple of every panel's width and of four groups of every size.</summary>
    public const int BlockRows = 120;

    private const int GroupsAtOnce = 4;
    private const int LargestGroup = 6;

    /// <summary>How many doubles of scratch <see cref="Add"/> needs.</summary>
    public static int TableLength(int width) => (GroupsAtOnce << LargestGroup) * width;

    /// <summary>The size of groups with the fewest additions: 2^g to make a table and one for each labelling, for g rows.</summary>
    public static int GroupSize(int labellings)
    {
        int best = 2;
        foreach (int size in (ReadOnlySpan<int>)[3, 5, 6])
        {
            if (((1L << size) + labellings) * best < ((1L << best) + labellings) * size)
            {
                best = size;
            }
        }

        return best;
    }

    /// <summary>How many rows are taken at once: a block must be a multiple of that.</summary>
    public static int RowsAtOnce(int groupSize) => GroupsAtOnce * groupSize;

    /// <summary>Adds the marked rows of a block to each labelling's sums.</summary>
    /// <param name="block">Rows of as many values as a panel is wide; up to <see cref="BlockRows"/>, then zeros up to a multiple of four groups.</param>
    /// <param name="codes">For each labelling one byte for each group of the whole block, its bits the group's rows.</param>
    /// <param name="groupSize">As from <see cref="GroupSize"/>.</param>
    /// <param name="tables">Scratch.</param>
    /// <param name="sums">For each labelling a row of sums.</param>
    public static void Add(ReadOnlySpan<double> block, ReadOnlySpan<byte> codes, int groupSize, Span<double> tables, Span<double> sums)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Add<EightDoubles, Vector512<double>>(block, codes, groupSize, tables, sums);
        }
        else
        {
            Add<FourDoubles, Vector256<double>>(block, codes, groupSize, tables, sums);
        }
    }

    private static void Add<TVectors, TVector>(ReadOnlySpan<double> block, ReadOnlySpan<byte> codes, int groupSize, Span<double> tables, Span<double> sums)
        where TVectors : struct, IDoubleVectors<TVector>
        where TVector : struct
    {
        int width = 3 * TVectors.Count;
        int labellings = sums.Length / width;
        int groups = BlockRows / groupSize;
        int rowsAtOnce = RowsAtOnce(groupSize);
        int tableLength = width << groupSize;
        for (int row = 0; row * width < block.Length; row += rowsAtOnce)
        {
            for (int group = 0; group < GroupsAtOnce; group++)
            {
                Tabulate<TVectors, TVector>(
                    block.Slice((row + group * groupSize) * width, groupSize * width), groupSize, tables.Slice(group * tableLength, tableLength));
            }

            LookUp<TVectors, TVector>(
                ref MemoryMarshal.GetReference(tables),
                (nuint)tableLength,
                ref MemoryMarshal.GetReference(codes[(row / groupSize)..]),
                (nuint)groups,
                ref MemoryMarshal.GetReference(sums),
                (nuint)labellings);
        }
    }

    // The sums of the first two rows stay in registers, so that what is stored is hardly ever loaded again.
    private static void Tabulate<TVectors, TVector>(ReadOnlySpan<double> rows, int groupSize, Span<double> table)
        where TVectors : struct, IDoubleVectors<TVector>
        where TVector : struct
    {
        nuint count = (nuint)TVectors.Count;
        nuint width = 3 * count;
        ref double from = ref MemoryMarshal.GetReference(rows);
        ref double to = ref MemoryMarshal.GetReference(table);
        TVector a0 = TVectors.Load(ref from, 0), a1 = TVectors.Load(ref from, count), a2 = TVectors.Load(ref from, 2 * count);
        from = ref Unsafe.Add(ref from, width);
        TVector b0 = TVectors.Load(ref from, 0), b1 = TVectors.Load(ref from, count), b2 = TVectors.Load(ref from, 2 * count);
        TVector c0 = TVectors.Add(a0, b0), c1 = TVectors.Add(a1, b1), c2 = TVectors.Add(a2, b2);
        Store<TVectors, TVector>(default, default, default, ref to, 0);
        Store<TVectors, TVector>(a0, a1, a2, ref to, width);
        Store<TVectors, TVector>(b0, b1, b2, ref to, 2 * width);
        Store<TVectors, TVector>(c0, c1, c2, ref to, 3 * width);
        for (int bit = 2; bit < groupSize; bit++)
        {
            from = ref Unsafe.Add(ref from, width);
            nuint half = width << bit;
            for (nuint i = 0; i < half; i += 4 * width)
            {
                TVector x0 = TVectors.Add(TVectors.Load(ref to, i), TVectors.Load(ref from, 0));
                TVector x1 = TVectors.Add(TVectors.Load(ref to, i + count), TVectors.Load(ref from, count));
                TVector x2 = TVectors.Add(TVectors.Load(ref to, i + 2 * count), TVectors.Load(ref from, 2 * count));
                ref double upper = ref Unsafe.Add(ref to, half + i);
                Store<TVectors, TVector>(x0, x1, x2, ref upper, 0);
                Store<TVectors, TVector>(TVectors.Add(x0, a0), TVectors.Add(x1, a1), TVectors.Add(x2, a2), ref upper, width);
                Store<TVectors, TVector>(TVectors.Add(x0, b0), TVectors.Add(x1, b1), TVectors.Add(x2, b2), ref upper, 2 * width);
                Store<TVectors, TVector>(TVectors.Add(x0, c0), TVectors.Add(x1, c1), TVectors.Add(x2, c2), ref upper, 3 * width);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVectors, TVector>(TVector first, TVector second, TVector third, ref double target, nuint index)
        where TVectors : struct, IDoubleVectors<TVector>
        where TVector : struct
    {
        TVectors.Store(first, ref target, index);
        TVectors.Store(second, ref target, index + (nuint)TVectors.Count);
        TVectors.Store(third, ref target, index + 2 * (nuint)TVectors.Count);
    }

    private static void LookUp<TVectors, TVector>(ref double tables, nuint tableLength, ref byte codes, nuint groups, ref double sums, nuint labellings)
        where TVectors : struct, IDoubleVectors<TVector>
        where TVector : struct
    {
        nuint count = (nuint)TVectors.Count;
        nuint width = 3 * count;
        ref double second = ref Unsafe.Add(ref tables, tableLength);
        ref double third = ref Unsafe.Add(ref tables, 2 * tableLength);
        ref double fourth = ref Unsafe.Add(ref tables, 3 * tableLength);
        for (nuint i = 0; i < labellings; i++)
        {
            uint four = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref codes, i * groups));
            nuint a = (byte)four * width;
            nuint b = (byte)(four >> 8) * width;
            nuint c = (byte)(four >> 16) * width;
            nuint d = (four >> 24) * width;
            nuint at = i * width;
            TVector x0 = TVectors.Add(TVectors.Load(ref tables, a), TVectors.Load(ref second, b));
            TVector x1 = TVectors.Add(TVectors.Load(ref tables, a + count), TVectors.Load(ref second, b + count));
            TVector x2 = TVectors.Add(TVectors.Load(ref tables, a + 2 * count), TVectors.Load(ref second, b + 2 * count));
            TVector y0 = TVectors.Add(TVectors.Load(ref third, c), TVectors.Load(ref fourth, d));
            TVector y1 = TVectors.Add(TVectors.Load(ref third, c + count), TVectors.Load(ref fourth, d + count));
            TVector y2 = TVectors.Add(TVectors.Load(ref third, c + 2 * count), TVectors.Load(ref fourth, d + 2 * count));
            TVectors.Store(TVectors.Add(TVectors.Load(ref sums, at), TVectors.Add(x0, y0)), ref sums, at);
            TVectors.Store(TVectors.Add(TVectors.Load(ref sums, at + count), TVectors.Add(x1, y1)), ref sums, at + count);
            TVectors.Store(TVectors.Add(TVectors.Load(ref sums, at + 2 * count), TVectors.Add(x2, y2)), ref sums, at + 2 * count);
        }
    }
}
