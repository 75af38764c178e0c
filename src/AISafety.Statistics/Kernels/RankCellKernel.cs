using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AISafety.Statistics;

/// <summary>How many edges are not greater than each value: a vector of values is compared with one edge after the other.</summary>
internal static class RankCellKernel
{
    /// <summary>Turns missing values into the least ones, and counts.</summary>
    /// <param name="values">The values; NaN is -infinity.</param>
    /// <param name="edges">Ascending; fewer than 256.</param>
    /// <param name="keys">Receives the values without NaN.</param>
    /// <param name="counts">Receives, for each value, how many edges are at or below it.</param>
    public static void Count(ReadOnlySpan<float> values, ReadOnlySpan<float> edges, Span<float> keys, Span<int> counts)
    {
        int i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            ref float source = ref MemoryMarshal.GetReference(values);
            ref float key = ref MemoryMarshal.GetReference(keys);
            ref int count = ref MemoryMarshal.GetReference(counts);
            Vector256<float> least = Vector256.Create(float.NegativeInfinity);
            for (; i + 16 <= values.Length; i += 16)
            {
                Vector256<float> a = Vector256.LoadUnsafe(ref source, (nuint)i);
                Vector256<float> b = Vector256.LoadUnsafe(ref source, (nuint)i + 8);
                a = Vector256.ConditionalSelect(Vector256.Equals(a, a), a, least);
                b = Vector256.ConditionalSelect(Vector256.Equals(b, b), b, least);
                a.StoreUnsafe(ref key, (nuint)i);
                b.StoreUnsafe(ref key, (nuint)i + 8);
                Vector256<int> atA = default;
                Vector256<int> atB = default;
                foreach (float edge in edges)
                {
                    Vector256<float> e = Vector256.Create(edge);
                    atA -= Vector256.GreaterThanOrEqual(a, e).AsInt32();
                    atB -= Vector256.GreaterThanOrEqual(b, e).AsInt32();
                }

                atA.StoreUnsafe(ref count, (nuint)i);
                atB.StoreUnsafe(ref count, (nuint)i + 8);
            }
        }

        for (; i < values.Length; i++)
        {
            keys[i] = RankCells.Key(values[i]);
            counts[i] = EdgeSearch.CountAtOrBelow(edges, keys[i]);
        }
    }
}
