using System.Runtime.Intrinsics;

namespace AISafety.Statistics;

/// <summary>A pivot near the middle of a range, from vectors spread over it.</summary>
internal static unsafe class SamplePivot<T, TLanes>
    where T : unmanaged
    where TLanes : struct, ISortLanes<T>
{
    private const int LeastForNine = 1024;

    /// <summary>The median over the lanes of, in each lane, the median of three values or, in longer ranges, of three such medians.</summary>
    /// <param name="p">The range.</param>
    /// <param name="length">At least a vector.</param>
    public static T Middle(T* p, int length)
    {
        nint gaps = length >= LeastForNine ? 8 : 2;
        nint step = (length - Vector256<T>.Count) / gaps;
        Vector256<T> medians = gaps == 2
            ? OfThree(p, step)
            : OfThree(OfThree(p, step), OfThree(p + 3 * step, step), OfThree(p + 6 * step, step));
        return SortNetwork<T, TLanes>.Sort(medians).GetElement(Vector256<T>.Count / 2);
    }

    private static Vector256<T> OfThree(T* p, nint step) => OfThree(Vector256.Load(p), Vector256.Load(p + step), Vector256.Load(p + 2 * step));

    private static Vector256<T> OfThree(Vector256<T> a, Vector256<T> b, Vector256<T> c) =>
        TLanes.Max(TLanes.Min(a, b), TLanes.Min(TLanes.Max(a, b), c));
}
