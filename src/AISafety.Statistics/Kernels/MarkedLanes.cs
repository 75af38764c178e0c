using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AISafety.Statistics;

/// <summary>Closes a strip of pairs: for each labelling, the pairs of two marked rows, and those with at least one marked row, those of two counted twice.</summary>
internal static class MarkedLanes
{
    /// <summary>Adds a strip's sums to the labellings' totals.</summary>
    /// <param name="sums">For each labelling, and each lane, the sum over the marked rows before it; the first labelling marks all rows.</param>
    /// <param name="lanes">For each labelling the marked lanes as bits.</param>
    /// <param name="within">Takes the pairs of two marked rows.</param>
    /// <param name="touching">Takes the pairs of a marked row and any.</param>
    public static void AddTo(ReadOnlySpan<double> sums, ReadOnlySpan<uint> lanes, Span<double> within, Span<double> touching)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            AddTo<EightDoubles, Vector512<double>>(sums, lanes, within, touching);
        }
        else
        {
            AddTo<FourDoubles, Vector256<double>>(sums, lanes, within, touching);
        }
    }

    // A pair (lane, row before it) touches the marks once by its row, which is in the labelling's own sum, and once by its lane, which is in the sum of all rows.
    private static void AddTo<TVectors, TVector>(ReadOnlySpan<double> sums, ReadOnlySpan<uint> lanes, Span<double> within, Span<double> touching)
        where TVectors : struct, IDoubleVectors<TVector>
        where TVector : struct
    {
        int count = TVectors.Count;
        uint there = lanes[0];
        ref double own = ref MemoryMarshal.GetReference(sums);
        for (int i = 0; i < lanes.Length; i++)
        {
            uint marked = lanes[i];
            TVector pairs = default;
            TVector touched = default;
            for (int part = 0; part < 3; part++)
            {
                int shift = part * count;
                TVector before = TVectors.Load(ref own, (nuint)(i * 3 * count + shift));
                TVector all = TVectors.Load(ref own, (nuint)shift);
                pairs = TVectors.Add(pairs, TVectors.Where(marked >> shift, before));
                touched = TVectors.Add(touched, TVectors.Add(TVectors.Where(there >> shift, before), TVectors.Where(marked >> shift, all)));
            }

            within[i] += TVectors.Sum(pairs);
            touching[i] += TVectors.Sum(touched);
        }
    }
}
