using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AISafety.Statistics;

/// <summary>What the counts of two samples by cells say of the distance between their step functions: exactly at the cells' edges, and as a bound within.</summary>
/// <remarks>Both tables hold at place k how many values lie before cell k, and at the end how many there are: m and n. The gap before cell k is a[k] n - b[k] m. As long as m n fits 32 bits, eight cells are taken at a time.</remarks>
internal static class CellGaps
{
    /// <summary>The greatest |gap| at an edge.</summary>
    public static long AtEdges(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        long m = a[^1];
        long n = b[^1];
        long greatest = 0;
        int k = 0;
        if (FitsInt(m, n))
        {
            ref int x = ref MemoryMarshal.GetReference(a);
            ref int y = ref MemoryMarshal.GetReference(b);
            Vector256<int> most = default;
            for (; k + 8 <= a.Length; k += 8)
            {
                Vector256<int> gap = (Vector256.LoadUnsafe(ref x, (nuint)k) * (int)n) - (Vector256.LoadUnsafe(ref y, (nuint)k) * (int)m);
                most = Vector256.Max(most, Vector256.Abs(gap));
            }

            for (int lane = 0; lane < 8; lane++)
            {
                greatest = Math.Max(greatest, most[lane]);
            }
        }

        for (; k < a.Length; k++)
        {
            greatest = Math.Max(greatest, Math.Abs((a[k] * n) - (b[k] * m)));
        }

        return greatest;
    }

    /// <summary>The cells within which the gap may be more than that.</summary>
    /// <param name="a">The counts before each cell of one sample.</param>
    /// <param name="b">Those of the other.</param>
    /// <param name="greatest">The greatest gap that is known.</param>
    /// <param name="cells">Takes the cells, ascending; one shorter than the tables.</param>
    /// <returns>How many there are.</returns>
    public static int Above(ReadOnlySpan<int> a, ReadOnlySpan<int> b, long greatest, Span<int> cells)
    {
        long m = a[^1];
        long n = b[^1];
        int found = 0;
        int k = 0;
        if (FitsInt(m, n))
        {
            ref int x = ref MemoryMarshal.GetReference(a);
            ref int y = ref MemoryMarshal.GetReference(b);
            Vector256<int> known = Vector256.Create((int)greatest);
            for (; k + 9 <= a.Length; k += 8)
            {
                // Within a cell one function can at most have ended its steps before the other begins.
                Vector256<int> up = (Vector256.LoadUnsafe(ref x, (nuint)k + 1) * (int)n) - (Vector256.LoadUnsafe(ref y, (nuint)k) * (int)m);
                Vector256<int> down = (Vector256.LoadUnsafe(ref y, (nuint)k + 1) * (int)m) - (Vector256.LoadUnsafe(ref x, (nuint)k) * (int)n);
                uint bits = Vector256.GreaterThan(Vector256.Max(up, down), known).ExtractMostSignificantBits();
                for (; bits != 0; bits &= bits - 1)
                {
                    cells[found++] = k + System.Numerics.BitOperations.TrailingZeroCount(bits);
                }
            }
        }

        for (; k + 1 < a.Length; k++)
        {
            if (Math.Max((a[k + 1] * n) - (b[k] * m), (b[k + 1] * m) - (a[k] * n)) > greatest)
            {
                cells[found++] = k;
            }
        }

        return found;
    }

    private static bool FitsInt(long m, long n) => Vector256.IsHardwareAccelerated && m * n <= int.MaxValue;
}
