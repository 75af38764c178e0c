using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AISafety.Statistics;

/// <summary>The loop of <see cref="RobustZ"/>: one subtraction, one product and one comparison a value, eight floats at a time.</summary>
/// <remarks>Each step is exactly rounded, so that every path gives the same bits. What is left over at the end is covered by a last vector
/// that overlaps the one before: the maximum does not mind seeing a value twice.</remarks>
internal static class RobustZKernel
{
    /// <summary>The greatest z; -1 if there is nothing to judge.</summary>
    public static T Max<T>(ReadOnlySpan<T> values, ReadOnlySpan<T> centers, ReadOnlySpan<T> inverseScales)
        where T : struct, IFloatingPointIeee754<T>
    {
        ref T x = ref MemoryMarshal.GetReference(values);
        ref T c = ref MemoryMarshal.GetReference(centers);
        ref T s = ref MemoryMarshal.GetReference(inverseScales);
        int length = values.Length;
        if (Vector256.IsHardwareAccelerated && Vector256<T>.IsSupported && length >= Vector256<T>.Count)
        {
            Vector256<T> max = Vector256.Create(T.NegativeOne);
            nuint last = (nuint)(length - Vector256<T>.Count);
            for (nuint i = 0; i < last; i += (nuint)Vector256<T>.Count)
            {
                max = Larger(max, Vector256.LoadUnsafe(ref x, i), Vector256.LoadUnsafe(ref c, i), Vector256.LoadUnsafe(ref s, i));
            }

            max = Larger(max, Vector256.LoadUnsafe(ref x, last), Vector256.LoadUnsafe(ref c, last), Vector256.LoadUnsafe(ref s, last));
            return Largest(Larger(max.GetLower(), max.GetUpper()));
        }

        if (Vector128.IsHardwareAccelerated && Vector128<T>.IsSupported && length >= Vector128<T>.Count)
        {
            Vector128<T> max = Vector128.Create(T.NegativeOne);
            nuint last = (nuint)(length - Vector128<T>.Count);
            for (nuint i = 0; i < last; i += (nuint)Vector128<T>.Count)
            {
                max = Larger(max, Vector128.LoadUnsafe(ref x, i), Vector128.LoadUnsafe(ref c, i), Vector128.LoadUnsafe(ref s, i));
            }

            max = Larger(max, Vector128.LoadUnsafe(ref x, last), Vector128.LoadUnsafe(ref c, last), Vector128.LoadUnsafe(ref s, last));
            return Largest(max);
        }

        T greatest = T.NegativeOne;
        for (int i = 0; i < length; i++)
        {
            T z = RobustZ.Of(Unsafe.Add(ref x, i), Unsafe.Add(ref c, i), Unsafe.Add(ref s, i));
            greatest = z > greatest ? z : greatest;
        }

        return greatest;
    }

    // A distance of zero stays zero by the mask, where 0 * infinity would give NaN. A z of NaN is not greater than anything: it is passed over.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Larger<T>(Vector256<T> max, Vector256<T> x, Vector256<T> center, Vector256<T> inverseScale)
    {
        Vector256<T> distance = Vector256.Abs(x - center);
        Vector256<T> z = Vector256.AndNot(distance * inverseScale, Vector256.Equals(distance, Vector256<T>.Zero));
        return Vector256.ConditionalSelect(Vector256.GreaterThan(z, max), z, max);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Larger<T>(Vector128<T> max, Vector128<T> x, Vector128<T> center, Vector128<T> inverseScale)
    {
        Vector128<T> distance = Vector128.Abs(x - center);
        return Larger(max, Vector128.AndNot(distance * inverseScale, Vector128.Equals(distance, Vector128<T>.Zero)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Larger<T>(Vector128<T> max, Vector128<T> z) =>
        Vector128.ConditionalSelect(Vector128.GreaterThan(z, max), z, max);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Largest<T>(Vector128<T> max)
    {
        max = Larger(max, Vector128.Shuffle(max.AsUInt64(), Vector128.Create(1UL, 0UL)).As<ulong, T>());
        return Vector128<T>.Count == 2
            ? max.ToScalar()
            : Larger(max, Vector128.Shuffle(max.AsUInt32(), Vector128.Create(1U, 0U, 3U, 2U)).As<uint, T>()).ToScalar();
    }
}
