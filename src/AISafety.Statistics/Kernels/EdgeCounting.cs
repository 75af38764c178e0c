using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AISafety.Statistics;

/// <summary>Counts, for each of a few edges, the values at or above it: a block in the first-level cache is compared with a handful of edges at a time.</summary>
/// <remarks>No gather, no scatter, no branch on data: the cost is one comparison and one subtraction for each edge and vector, whatever the
/// distribution. NaN is not at or above anything, -infinity included.</remarks>
internal static class EdgeCounting
{
    private const int BlockBytes = 16 * 1024;

    /// <summary>Whether this machine can do it for this type.</summary>
    public static bool IsSupported<T>() => Vector256.IsHardwareAccelerated && (typeof(T) == typeof(float) || typeof(T) == typeof(double));

    /// <summary>Adds to each place of <paramref name="atOrAbove"/> how many values are at or above the edge at that place.</summary>
    public static void Add<T>(ReadOnlySpan<T> values, ReadOnlySpan<T> edges, Span<long> atOrAbove)
        where T : struct, IFloatingPointIeee754<T>
    {
        int lanes = Vector256<T>.Count;
        int blockLength = BlockBytes / Unsafe.SizeOf<T>();
        int whole = values.Length - values.Length % lanes;
        for (int start = 0; start < whole; start += blockLength)
        {
            AddBlock(values[start..Math.Min(start + blockLength, whole)], edges, atOrAbove);
        }

        foreach (T value in values[whole..])
        {
            for (int j = 0; j < edges.Length; j++)
            {
                atOrAbove[j] += value >= edges[j] ? 1 : 0;
            }
        }
    }

    private static void AddBlock<T>(ReadOnlySpan<T> block, ReadOnlySpan<T> edges, Span<long> atOrAbove)
        where T : struct, IFloatingPointIeee754<T>
    {
        ref T x = ref MemoryMarshal.GetReference(block);
        nuint length = (nuint)block.Length;
        nuint step = (nuint)Vector256<T>.Count;
        int j = 0;
        for (; j + 5 <= edges.Length; j += 5)
        {
            Vector256<T> e0 = Vector256.Create(edges[j]), e1 = Vector256.Create(edges[j + 1]), e2 = Vector256.Create(edges[j + 2]);
            Vector256<T> e3 = Vector256.Create(edges[j + 3]), e4 = Vector256.Create(edges[j + 4]);
            Vector256<long> c0 = default, c1 = default, c2 = default, c3 = default, c4 = default;
            for (nuint i = 0; i < length; i += step)
            {
                Vector256<T> v = Vector256.LoadUnsafe(ref x, i);
                c0 = Count(c0, Vector256.GreaterThanOrEqual(v, e0));
                c1 = Count(c1, Vector256.GreaterThanOrEqual(v, e1));
                c2 = Count(c2, Vector256.GreaterThanOrEqual(v, e2));
                c3 = Count(c3, Vector256.GreaterThanOrEqual(v, e3));
                c4 = Count(c4, Vector256.GreaterThanOrEqual(v, e4));
            }

            atOrAbove[j] += Total<T>(c0);
            atOrAbove[j + 1] += Total<T>(c1);
            atOrAbove[j + 2] += Total<T>(c2);
            atOrAbove[j + 3] += Total<T>(c3);
            atOrAbove[j + 4] += Total<T>(c4);
        }

        for (; j + 2 <= edges.Length; j += 2)
        {
            Vector256<T> e0 = Vector256.Create(edges[j]), e1 = Vector256.Create(edges[j + 1]);
            Vector256<long> c0 = default, c1 = default;
            for (nuint i = 0; i < length; i += step)
            {
                Vector256<T> v = Vector256.LoadUnsafe(ref x, i);
                c0 = Count(c0, Vector256.GreaterThanOrEqual(v, e0));
                c1 = Count(c1, Vector256.GreaterThanOrEqual(v, e1));
            }

            atOrAbove[j] += Total<T>(c0);
            atOrAbove[j + 1] += Total<T>(c1);
        }

        if (j < edges.Length)
        {
            Vector256<T> edge = Vector256.Create(edges[j]);
            Vector256<long> count = default;
            for (nuint i = 0; i < length; i += step)
            {
                count = Count(count, Vector256.GreaterThanOrEqual(Vector256.LoadUnsafe(ref x, i), edge));
            }

            atOrAbove[j] += Total<T>(count);
        }
    }

    // A true lane is all ones, which is -1: subtracting it counts. Lanes of 32 bits cannot overflow within a block.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Count<T>(Vector256<long> count, Vector256<T> mask) =>
        typeof(T) == typeof(float) ? (count.AsInt32() - mask.AsInt32()).AsInt64() : count - mask.AsInt64();

    private static long Total<T>(Vector256<long> count) =>
        typeof(T) == typeof(float) ? Vector256.Sum(count.AsInt32()) : Vector256.Sum(count);
}
