using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AISafety.Statistics;

/// <summary>The vector quicksort, going on only where a wanted rank is.</summary>
/// <remarks>
/// <para>The pivot of a long range comes from a sorted sample. Are the wanted ranks close together, it lies beside them, so far off that they are almost always
/// on the same side: two partitions leave little. Else it lies at the middle one.</para>
/// <para>Source: Floyd and Rivest, Expected time bounds for selection, Communications of the ACM 18, 1975, for the pivots beside the rank.</para>
/// </remarks>
internal static unsafe class VectorSelection
{
    // A sample's cost stays below a fiftieth of the partition's.
    private const int LargeSample = 1024;
    private const int SmallSample = 256;
    private const int LeastForLarge = 1 << 17;
    private const int LeastForSmall = 1 << 13;

    /// <summary>Puts the values of some ranks where they belong: nothing before one is greater and nothing after it less.</summary>
    /// <param name="values">Floats or doubles without NaN.</param>
    /// <param name="ranks">Counted from 0, ascending.</param>
    public static void Place<T>(Span<T> values, ReadOnlySpan<int> ranks)
        where T : struct
    {
        if (typeof(T) == typeof(float))
        {
            Place<float, FloatSortLanes>(MemoryMarshal.Cast<T, float>(values), ranks, VectorQuickSort.Budget(values.Length));
        }
        else
        {
            Place<double, DoubleSortLanes>(MemoryMarshal.Cast<T, double>(values), ranks, VectorQuickSort.Budget(values.Length));
        }
    }

    internal static void Place<T, TLanes>(Span<T> values, ReadOnlySpan<int> ranks, int budget)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : struct, ISortLanes<T>
    {
        fixed (T* p = values)
        {
            Range<T, TLanes>(p, values.Length, p, p + values.Length, ranks, budget);
        }
    }

    private static void Range<T, TLanes>(T* p, int length, T* start, T* end, ReadOnlySpan<int> ranks, int budget)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : struct, ISortLanes<T>
    {
        while (length > ShortRange<T, TLanes>.MostLength && !ranks.IsEmpty)
        {
            if (budget-- == 0)
            {
                new Span<T>(p, length).Sort();
                return;
            }

            int before = (int)(p - start);
            T pivot = length < LeastForSmall
                ? SamplePivot<T, TLanes>.Middle(p, length)
                : Pivot<T, TLanes>(p, length, ranks[0] - before, ranks[ranks.Length / 2] - before, ranks[^1] - before);
            int less = VectorPartition<T, TLanes>.Move<LessThanPivot>(p, length, pivot);
            if (less == 0)
            {
                // The pivot is the least: all equal to it are in place.
                less = VectorPartition<T, TLanes>.Move<NotAbovePivot>(p, length, pivot);
                ranks = ranks[CountBelow(ranks, before + less)..];
            }
            else
            {
                int first = CountBelow(ranks, before + less);
                if (first == ranks.Length)
                {
                    length = less;
                    continue;
                }

                Range<T, TLanes>(p, less, start, end, ranks[..first], budget);
                ranks = ranks[first..];
            }

            p += less;
            length -= less;
        }

        if (!ranks.IsEmpty)
        {
            ShortRange<T, TLanes>.Sort(p, length, start, end);
        }
    }

    private static int CountBelow(ReadOnlySpan<int> ranks, int end)
    {
        int low = 0;
        int high = ranks.Length;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            (low, high) = ranks[middle] < end ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    // The distance from a rank is twice the standard deviation of the share of a sample that is below it, or more.
    [SkipLocalsInit]
    private static T Pivot<T, TLanes>(T* p, int length, int first, int middle, int last)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : struct, ISortLanes<T>
    {
        int size = length < LeastForLarge ? SmallSample : LargeSample;
        T* sample = stackalloc T[LargeSample];

        // An odd step, so that data which repeats at a power of two is not met at one point only.
        nint step = (length / size - 1) | 1;
        for (int i = 0; i < size; i++)
        {
            sample[i] = p[i * step];
        }

        VectorQuickSort.Sort<T, TLanes>(new Span<T>(sample, size), VectorQuickSort.Budget(size));
        int spread = (int)Math.Sqrt(size);
        long place = (long)size * middle / length;
        if (last - first < length / 8)
        {
            place = first > length - last ? (long)size * first / length - spread : (long)size * last / length + spread;
        }

        return sample[Math.Clamp(place, 0, size - 1)];
    }
}
