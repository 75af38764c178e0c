using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AISafety.Statistics;

/// <summary>The loop of <see cref="Moments"/>: one pass, in blocks that fit the first-level cache, each about a pivot near its mean.</summary>
/// <remarks>A block's pivot is the mean of the block before. Where that turns out to be far from the block's own mean, as in sorted data or after
/// an outlier, the block is passed again about its own mean while it is still in the cache. A block whose sum is NaN is passed again with the
/// missing values masked out; so only data with gaps pay for the mask.</remarks>
internal static partial class MomentsKernel
{
    private const int BlockLength = 4096;

    /// <summary>The moments of values of any type: floats and doubles as they are, others as doubles.</summary>
    public static Moments Of<T>(ReadOnlySpan<T> values)
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(double))
        {
            return Of<double, DoubleLanes>(MemoryMarshal.Cast<T, double>(values));
        }

        if (typeof(T) == typeof(float))
        {
            return Of<float, FloatLanes>(MemoryMarshal.Cast<T, float>(values));
        }

        double[] scratch = ArrayPool<double>.Shared.Rent(values.Length);
        Span<double> doubles = scratch.AsSpan(0, values.Length);
        TensorPrimitives.ConvertTruncating(values, doubles);
        Moments moments = Of<double, DoubleLanes>(doubles);
        ArrayPool<double>.Shared.Return(scratch);
        return moments;
    }

    public static Moments Of<T, TLanes>(ReadOnlySpan<T> values)
        where T : struct, INumber<T>
        where TLanes : struct, ILanes<T>
    {
        Moments whole = default;
        double pivot = FirstFinite(values);
        bool gaps = false;
        while (!values.IsEmpty)
        {
            ReadOnlySpan<T> block = values[..Math.Min(BlockLength, values.Length)];
            PowerSums sums = OfBlock<T, TLanes>(block, pivot, ref gaps);
            if (sums.PivotIsFar)
            {
                sums = OfBlock<T, TLanes>(block, sums.Pivot + sums.Shift, ref gaps);
            }

            Moments part = Moments.From(sums, missing: block.Length - sums.Count);
            whole = whole.Merge(part);
            pivot = double.IsFinite(part.Mean) ? part.Mean : pivot;
            values = values[block.Length..];
        }

        return whole;
    }

    private static PowerSums OfBlock<T, TLanes>(ReadOnlySpan<T> block, double pivot, ref bool gaps)
        where T : struct, INumber<T>
        where TLanes : struct, ILanes<T>
    {
        if (!gaps)
        {
            PowerSums sums = Pass<T, TLanes, NoGaps>(block, pivot);
            if (!double.IsNaN(sums.First))
            {
                return sums;
            }
        }

        PowerSums masked = Pass<T, TLanes, Gaps>(block, pivot);
        gaps = masked.Count < block.Length;
        return masked;
    }

    private static PowerSums Pass<T, TLanes, TGaps>(ReadOnlySpan<T> block, double pivot)
        where T : struct, INumber<T>
        where TLanes : struct, ILanes<T>
        where TGaps : struct, IGaps
    {
        PowerSums sums = PowerSums.About(pivot);
        ref T x = ref MemoryMarshal.GetReference(block);
        nuint length = (nuint)block.Length;
        nuint i = 0;
        if (Vector512.IsHardwareAccelerated && !TGaps.Masked)
        {
            i = PassBySixteen<T, TLanes>(ref x, length, ref sums);
        }

        if (Vector256.IsHardwareAccelerated && length - i >= 8)
        {
            Vector256<double> p = Vector256.Create(pivot);
            Vector256<double> min = Vector256.Create(double.PositiveInfinity);
            Vector256<double> max = -min;
            Vector256<double> a1 = default, a2 = default, a3 = default, a4 = default;
            Vector256<double> b1 = default, b2 = default, b3 = default, b4 = default;
            Vector256<long> count = default;
            nuint first = i;
            for (; i + 8 <= length; i += 8)
            {
                Ahead.Fetch(ref Unsafe.Add(ref x, i));
                Vector256<double> a = TLanes.Load(ref x, i);
                Vector256<double> b = TLanes.Load(ref x, i + 4);
                if (TGaps.Masked)
                {
                    Vector256<double> aIsNumber = Vector256.Equals(a, a);
                    Vector256<double> bIsNumber = Vector256.Equals(b, b);
                    count -= aIsNumber.AsInt64() + bIsNumber.AsInt64();
                    min = Less(Less(min, a), b);
                    max = Greater(Greater(max, a), b);
                    a = (a - p) & aIsNumber;
                    b = (b - p) & bIsNumber;
                }
                else
                {
                    min = Vector256.MinNative(Vector256.MinNative(a, b), min);
                    max = Vector256.MaxNative(Vector256.MaxNative(a, b), max);
                    a -= p;
                    b -= p;
                }

                Vector256<double> aa = a * a;
                Vector256<double> bb = b * b;
                a1 += a;
                b1 += b;
                a2 += aa;
                b2 += bb;
                a3 = Vector256.MultiplyAddEstimate(aa, a, a3);
                b3 = Vector256.MultiplyAddEstimate(bb, b, b3);
                a4 = Vector256.MultiplyAddEstimate(aa, aa, a4);
                b4 = Vector256.MultiplyAddEstimate(bb, bb, b4);
            }

            sums.Count += TGaps.Masked ? Vector256.Sum(count) : (long)(i - first);
            sums.First += Vector256.Sum(a1 + b1);
            sums.Second += Vector256.Sum(a2 + b2);
            sums.Third += Vector256.Sum(a3 + b3);
            sums.Fourth += Vector256.Sum(a4 + b4);
            for (int lane = 0; lane < 4; lane++)
            {
                sums.Min = min[lane] < sums.Min ? min[lane] : sums.Min;
                sums.Max = max[lane] > sums.Max ? max[lane] : sums.Max;
            }
        }

        for (; i < length; i++)
        {
            double value = TLanes.At(ref x, i);
            if (!TGaps.Masked || !double.IsNaN(value))
            {
                sums.Add(value);
            }
        }

        return sums;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Less(Vector256<double> min, Vector256<double> x) =>
        Vector256.ConditionalSelect(Vector256.LessThan(x, min), x, min);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Greater(Vector256<double> max, Vector256<double> x) =>
        Vector256.ConditionalSelect(Vector256.GreaterThan(x, max), x, max);

    private static double FirstFinite<T>(ReadOnlySpan<T> values)
        where T : struct, INumber<T>
    {
        foreach (T value in values)
        {
            if (T.IsFinite(value))
            {
                return double.CreateTruncating(value);
            }
        }

        return 0;
    }

    private interface IGaps
    {
        static abstract bool Masked { get; }
    }

    private readonly struct NoGaps : IGaps
    {
        public static bool Masked => false;
    }

    private readonly struct Gaps : IGaps
    {
        public static bool Masked => true;
    }
}
