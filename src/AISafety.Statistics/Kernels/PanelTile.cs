using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AISafety.Statistics;

/// <summary>Every row of one panel with every row of another, by blocks that stay in registers: three vectors of lanes by four rows.</summary>
internal static class PanelTile
{
    /// <summary>Fills a tile: for each row of <paramref name="rows"/> one value for each lane, row after row.</summary>
    /// <param name="lanes">A panel, coordinate after coordinate.</param>
    /// <param name="laneNorms">Its rows' squared norms.</param>
    /// <param name="rows">The other panel.</param>
    /// <param name="rowNorms">Its rows' squared norms.</param>
    /// <param name="tile">Width squared values.</param>
    public static void Fill<TTerm>(ReadOnlySpan<double> lanes, ReadOnlySpan<double> laneNorms, ReadOnlySpan<double> rows, ReadOnlySpan<double> rowNorms, Span<double> tile)
        where TTerm : struct, ITileTerm
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Fill<TTerm, EightDoubles, Vector512<double>>(lanes, laneNorms, rows, rowNorms, tile);
        }
        else
        {
            Fill<TTerm, FourDoubles, Vector256<double>>(lanes, laneNorms, rows, rowNorms, tile);
        }
    }

    /// <summary>The squared norms of a panel's rows, summed in the order in which a tile sums products.</summary>
    public static void FillNorms(ReadOnlySpan<double> panel, Span<double> norms)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            FillNorms<EightDoubles, Vector512<double>>(panel, norms);
        }
        else
        {
            FillNorms<FourDoubles, Vector256<double>>(panel, norms);
        }
    }

    /// <summary>The products of all rows of all panels with one row, summed in the order in which a tile sums them.</summary>
    /// <param name="panels">Panel after panel.</param>
    /// <param name="row">As many values as a panel has coordinates.</param>
    /// <param name="products">Takes one value for each row.</param>
    public static void FillRow(ReadOnlySpan<double> panels, ReadOnlySpan<double> row, Span<double> products)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            FillRow<EightDoubles, Vector512<double>>(panels, row, products);
        }
        else
        {
            FillRow<FourDoubles, Vector256<double>>(panels, row, products);
        }
    }

    // Two panels at once: six sums that do not wait for one another.
    private static void FillRow<TVectors, TVector>(ReadOnlySpan<double> panels, ReadOnlySpan<double> row, Span<double> products)
        where TVectors : struct, IDoubleVectors<TVector>
        where TVector : struct
    {
        nuint count = (nuint)TVectors.Count;
        int width = 3 * TVectors.Count;
        int length = width * row.Length;
        ref double values = ref MemoryMarshal.GetReference(row);
        for (int start = 0; start < panels.Length; start += 2 * length)
        {
            bool isLast = start + length == panels.Length;
            ref double first = ref MemoryMarshal.GetReference(panels.Slice(start, length));
            ref double second = ref MemoryMarshal.GetReference(panels.Slice(isLast ? start : start + length, length));
            TVector a0 = default, a1 = default, a2 = default;
            TVector b0 = default, b1 = default, b2 = default;
            nuint at = 0;
            for (nuint k = 0; k < (nuint)row.Length; k++, at += 3 * count)
            {
                TVector x = TVectors.Of(Unsafe.Add(ref values, k));
                a0 = TVectors.MultiplyAdd(TVectors.Load(ref first, at), x, a0);
                a1 = TVectors.MultiplyAdd(TVectors.Load(ref first, at + count), x, a1);
                a2 = TVectors.MultiplyAdd(TVectors.Load(ref first, at + 2 * count), x, a2);
                b0 = TVectors.MultiplyAdd(TVectors.Load(ref second, at), x, b0);
                b1 = TVectors.MultiplyAdd(TVectors.Load(ref second, at + count), x, b1);
                b2 = TVectors.MultiplyAdd(TVectors.Load(ref second, at + 2 * count), x, b2);
            }

            Store<TVectors, TVector>(a0, a1, a2, products.Slice(start / row.Length, width));
            if (!isLast)
            {
                Store<TVectors, TVector>(b0, b1, b2, products.Slice(start / row.Length + width, width));
            }
        }
    }

    private static void Store<TVectors, TVector>(TVector first, TVector second, TVector third, Span<double> target)
        where TVectors : struct, IDoubleVectors<TVector>
        where TVector : struct
    {
        ref double to = ref MemoryMarshal.GetReference(target);
        TVectors.Store(first, ref to, 0);
        TVectors.Store(second, ref to, (nuint)TVectors.Count);
        TVectors.Store(third, ref to, 2 * (nuint)TVectors.Count);
    }

    private static void FillNorms<TVectors, TVector>(ReadOnlySpan<double> panel, Span<double> norms)
        where TVectors : struct, IDoubleVectors<TVector>
        where TVector : struct
    {
        nuint count = (nuint)TVectors.Count;
        ref double values = ref MemoryMarshal.GetReference(panel);
        for (nuint lane = 0; lane < 3 * count; lane += count)
        {
            TVector sum = default;
            for (nuint k = lane; k < (nuint)panel.Length; k += 3 * count)
            {
                TVector x = TVectors.Load(ref values, k);
                sum = TVectors.MultiplyAdd(x, x, sum);
            }

            TVectors.Store(sum, ref MemoryMarshal.GetReference(norms), lane);
        }
    }

    private static void Fill<TTerm, TVectors, TVector>(
        ReadOnlySpan<double> lanes, ReadOnlySpan<double> laneNorms, ReadOnlySpan<double> rows, ReadOnlySpan<double> rowNorms, Span<double> tile)
        where TTerm : struct, ITileTerm
        where TVectors : struct, IDoubleVectors<TVector>
        where TVector : struct
    {
        int width = 3 * TVectors.Count;
        for (int row = 0; row < width; row += 4)
        {
            FourRows<TTerm, TVectors, TVector>(
                ref MemoryMarshal.GetReference(lanes),
                ref Unsafe.Add(ref MemoryMarshal.GetReference(rows), row),
                (nuint)lanes.Length,
                ref MemoryMarshal.GetReference(laneNorms),
                ref Unsafe.Add(ref MemoryMarshal.GetReference(rowNorms), row),
                ref MemoryMarshal.GetReference(tile.Slice(row * width, 4 * width)));
        }
    }

    private static void FourRows<TTerm, TVectors, TVector>(
        ref double lanes, ref double rows, nuint length, ref double laneNorms, ref double rowNorms, ref double tile)
        where TTerm : struct, ITileTerm
        where TVectors : struct, IDoubleVectors<TVector>
        where TVector : struct
    {
        nuint count = (nuint)TVectors.Count;
        TVector a0 = default, a1 = default, a2 = default;
        TVector b0 = default, b1 = default, b2 = default;
        TVector c0 = default, c1 = default, c2 = default;
        TVector d0 = default, d1 = default, d2 = default;
        for (nuint k = 0; k < length; k += 3 * count)
        {
            TVector x0 = TVectors.Load(ref lanes, k);
            TVector x1 = TVectors.Load(ref lanes, k + count);
            TVector x2 = TVectors.Load(ref lanes, k + 2 * count);
            TVector row = TVectors.Of(Unsafe.Add(ref rows, k));
            a0 = TTerm.Add<TVectors, TVector>(a0, x0, row);
            a1 = TTerm.Add<TVectors, TVector>(a1, x1, row);
            a2 = TTerm.Add<TVectors, TVector>(a2, x2, row);
            row = TVectors.Of(Unsafe.Add(ref rows, k + 1));
            b0 = TTerm.Add<TVectors, TVector>(b0, x0, row);
            b1 = TTerm.Add<TVectors, TVector>(b1, x1, row);
            b2 = TTerm.Add<TVectors, TVector>(b2, x2, row);
            row = TVectors.Of(Unsafe.Add(ref rows, k + 2));
            c0 = TTerm.Add<TVectors, TVector>(c0, x0, row);
            c1 = TTerm.Add<TVectors, TVector>(c1, x1, row);
            c2 = TTerm.Add<TVectors, TVector>(c2, x2, row);
            row = TVectors.Of(Unsafe.Add(ref rows, k + 3));
            d0 = TTerm.Add<TVectors, TVector>(d0, x0, row);
            d1 = TTerm.Add<TVectors, TVector>(d1, x1, row);
            d2 = TTerm.Add<TVectors, TVector>(d2, x2, row);
        }

        Finish<TTerm, TVectors, TVector>(a0, a1, a2, ref laneNorms, rowNorms, ref tile);
        Finish<TTerm, TVectors, TVector>(b0, b1, b2, ref laneNorms, Unsafe.Add(ref rowNorms, 1), ref Unsafe.Add(ref tile, 3 * count));
        Finish<TTerm, TVectors, TVector>(c0, c1, c2, ref laneNorms, Unsafe.Add(ref rowNorms, 2), ref Unsafe.Add(ref tile, 6 * count));
        Finish<TTerm, TVectors, TVector>(d0, d1, d2, ref laneNorms, Unsafe.Add(ref rowNorms, 3), ref Unsafe.Add(ref tile, 9 * count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish<TTerm, TVectors, TVector>(TVector first, TVector second, TVector third, ref double laneNorms, double rowNorm, ref double tile)
        where TTerm : struct, ITileTerm
        where TVectors : struct, IDoubleVectors<TVector>
        where TVector : struct
    {
        nuint count = (nuint)TVectors.Count;
        TVector norm = TVectors.Of(rowNorm);
        TVectors.Store(TTerm.Finish<TVectors, TVector>(first, TVectors.Load(ref laneNorms, 0), norm), ref tile, 0);
        TVectors.Store(TTerm.Finish<TVectors, TVector>(second, TVectors.Load(ref laneNorms, count), norm), ref tile, count);
        TVectors.Store(TTerm.Finish<TVectors, TVector>(third, TVectors.Load(ref laneNorms, 2 * count), norm), ref tile, 2 * count);
    }
}
