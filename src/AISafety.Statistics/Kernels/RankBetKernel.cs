using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AISafety.Statistics;

/// <summary>Twelve gamblers bet on the cells of one stream of values after the other.</summary>
/// <remarks>
/// <para>With N gaps and values so far, S the sum of a gambler's stakes over all of them, and f his stake on the cell that comes, his factor is f N / S: its mean under the urn is 1. His evidence E becomes
/// (E + start) f N / S, and S grows by f.</para>
/// <para>1 / S is not divided anew: one step of Newton's, r (2 - S r), from the last one. Its error is the square of the change, (f / S)² of the inverse, and always to the low side, so that the bets
/// stay valid. With a reference of hundreds that is nothing; the first rows after a handful may change S by a quarter, which loses a sixteenth once.</para>
/// </remarks>
internal static class RankBetKernel
{
    /// <summary>Runs over the values.</summary>
    /// <param name="cells">The cell of each value.</param>
    /// <param name="stakes">Cell by cell, twelve stakes.</param>
    /// <param name="starts">What each gambler is given before each value, in all.</param>
    /// <param name="state">Twelve sums S, twelve inverses, twelve evidences.</param>
    /// <param name="urn">N before the first value.</param>
    /// <param name="evidence">To the evidence after each value the gamblers' is added, each weighing <paramref name="share"/>.</param>
    /// <param name="share">The weight of each gambler.</param>
    public static void Run(
        ReadOnlySpan<int> cells, ReadOnlySpan<double> stakes, ReadOnlySpan<double> starts, Span<double> state, double urn, Span<double> evidence, double share)
    {
        ref double stake = ref MemoryMarshal.GetReference(stakes);
        ref double s = ref MemoryMarshal.GetReference(state);
        Vector256<double> s0 = Vector256.LoadUnsafe(ref s, 0), s1 = Vector256.LoadUnsafe(ref s, 4), s2 = Vector256.LoadUnsafe(ref s, 8);
        Vector256<double> r0 = Vector256.LoadUnsafe(ref s, 12), r1 = Vector256.LoadUnsafe(ref s, 16), r2 = Vector256.LoadUnsafe(ref s, 20);
        Vector256<double> e0 = Vector256.LoadUnsafe(ref s, 24), e1 = Vector256.LoadUnsafe(ref s, 28), e2 = Vector256.LoadUnsafe(ref s, 32);
        Vector256<double> two = Vector256.Create(2.0);
        for (int i = 0; i < cells.Length; i++)
        {
            nuint place = (nuint)(cells[i] * RankBets.Gamblers);
            Vector256<double> f0 = Vector256.LoadUnsafe(ref stake, place), f1 = Vector256.LoadUnsafe(ref stake, place + 4);
            Vector256<double> f2 = Vector256.LoadUnsafe(ref stake, place + 8);
            Vector256<double> n = Vector256.Create(urn + i);
            Vector256<double> start = Vector256.Create(starts[i] * share);
            e0 = (e0 + start) * (f0 * (n * r0));
            e1 = (e1 + start) * (f1 * (n * r1));
            e2 = (e2 + start) * (f2 * (n * r2));
            s0 += f0;
            s1 += f1;
            s2 += f2;
            r0 *= Vector256.FusedMultiplyAdd(-s0, r0, two);
            r1 *= Vector256.FusedMultiplyAdd(-s1, r1, two);
            r2 *= Vector256.FusedMultiplyAdd(-s2, r2, two);
            evidence[i] += Vector256.Sum(e0 + e1 + e2);
        }

        s0.StoreUnsafe(ref s, 0);
        s1.StoreUnsafe(ref s, 4);
        s2.StoreUnsafe(ref s, 8);
        r0.StoreUnsafe(ref s, 12);
        r1.StoreUnsafe(ref s, 16);
        r2.StoreUnsafe(ref s, 20);
        e0.StoreUnsafe(ref s, 24);
        e1.StoreUnsafe(ref s, 28);
        e2.StoreUnsafe(ref s, 32);
    }
}
