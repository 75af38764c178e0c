using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AISafety.Statistics;

/// <summary>Sums of products of lanes, which lie side by side, with four rows: three vectors by four sums that stay in registers.</summary>
/// <remarks>As <see cref="PanelTile"/>, with both sides anywhere: a block of rows can be multiplied by itself, or by a matrix, where it lies.</remarks>
internal static class StridedTile
{
    public const int Rows = 4;

    /// <summary>How many lanes there are: 12, or 24 with vectors of 512 bits.</summary>
    public static int Lanes => Vector512.IsHardwareAccelerated ? 3 * EightDoubles.Count : 3 * FourDoubles.Count;

    /// <summary>sum[r, l] = sum over k of lanes[k * laneStep + l] * rows[r * rowStep + k * termStep], and what the sink makes of it.</summary>
    /// <param name="lanes">From the first lane of the first term.</param>
    /// <param name="laneStep">From a term to the next.</param>
    /// <param name="rows">From the first row's first term.</param>
    /// <param name="rowStep">From a row to the next.</param>
    /// <param name="termStep">From a term to the next.</param>
    /// <param name="terms">How many terms; at least 1.</param>
    /// <param name="target">Where the sink adds, from the first row's place.</param>
    /// <param name="targetStep">From a row's place to the next.</param>
    public static void Add<TSink>(
        ReadOnlySpan<double> lanes, int laneStep, ReadOnlySpan<double> rows, int rowStep, int termStep, int terms, Span<double> target, int targetStep)
        where TSink : struct, ITileSink
    {
        lanes = lanes[..((terms - 1) * laneStep + Lanes)];
        rows = rows[..((Rows - 1) * rowStep + (terms - 1) * termStep + 1)];
        target = target[..((Rows - 1) * targetStep + (TSink.TakesLanes ? Lanes : 1))];
        if (Vector512.IsHardwareAccelerated)
        {
            Add<TSink, EightDoubles, Vector512<double>>(lanes, (nuint)laneStep, rows, (nuint)rowStep, (nuint)termStep, terms, target, (nuint)targetStep);
        }
        else
        {
            Add<TSink, FourDoubles, Vector256<double>>(lanes, (nuint)laneStep, rows, (nuint)rowStep, (nuint)termStep, terms, target, (nuint)targetStep);
        }
    }

    private static void Add<TSink, TVectors, TVector>(
        ReadOnlySpan<double> lanes, nuint laneStep, ReadOnlySpan<double> rows, nuint rowStep, nuint termStep, int terms, Span<double> target, nuint targetStep)
        where TSink : struct, ITileSink
        where TVectors : struct, IDoubleVectors<TVector>
        where TVector : struct
    {
        nuint count = (nuint)TVectors.Count;
        ref double lane = ref MemoryMarshal.GetReference(lanes);
        ref double row = ref MemoryMarshal.GetReference(rows);
        TVector a0 = default, a1 = default, a2 = default;
        TVector b0 = default, b1 = default, b2 = default;
        TVector c0 = default, c1 = default, c2 = default;
        TVector d0 = default, d1 = default, d2 = default;
        nuint at = 0;
        nuint term = 0;
        for (int k = 0; k < terms; k++, at += laneStep, term += termStep)
        {
            TVector x0 = TVectors.Load(ref lane, at);
            TVector x1 = TVectors.Load(ref lane, at + count);
            TVector x2 = TVectors.Load(ref lane, at + 2 * count);
            TVector y = TVectors.Of(Unsafe.Add(ref row, term));
            a0 = TVectors.MultiplyAdd(x0, y, a0);
            a1 = TVectors.MultiplyAdd(x1, y, a1);
            a2 = TVectors.MultiplyAdd(x2, y, a2);
            y = TVectors.Of(Unsafe.Add(ref row, term + rowStep));
            b0 = TVectors.MultiplyAdd(x0, y, b0);
            b1 = TVectors.MultiplyAdd(x1, y, b1);
            b2 = TVectors.MultiplyAdd(x2, y, b2);
            y = TVectors.Of(Unsafe.Add(ref row, term + 2 * rowStep));
            c0 = TVectors.MultiplyAdd(x0, y, c0);
            c1 = TVectors.MultiplyAdd(x1, y, c1);
            c2 = TVectors.MultiplyAdd(x2, y, c2);
            y = TVectors.Of(Unsafe.Add(ref row, term + 3 * rowStep));
            d0 = TVectors.MultiplyAdd(x0, y, d0);
            d1 = TVectors.MultiplyAdd(x1, y, d1);
            d2 = TVectors.MultiplyAdd(x2, y, d2);
        }

        ref double to = ref MemoryMarshal.GetReference(target);
        TSink.Add<TVectors, TVector>(a0, a1, a2, ref to);
        TSink.Add<TVectors, TVector>(b0, b1, b2, ref Unsafe.Add(ref to, targetStep));
        TSink.Add<TVectors, TVector>(c0, c1, c2, ref Unsafe.Add(ref to, 2 * targetStep));
        TSink.Add<TVectors, TVector>(d0, d1, d2, ref Unsafe.Add(ref to, 3 * targetStep));
    }
}
