using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace AISafety.Statistics;

/// <summary>Quicksort whose partition moves a vector at a time, and whose short ranges are sorted by a network.</summary>
internal static unsafe class VectorQuickSort
{
    /// <summary>To fill a network for fewer values costs more than the library.</summary>
    public const int LeastLength = 8;

    /// <summary>Whether this machine can do it for this type.</summary>
    public static bool IsSupported<T>() => Avx2.IsSupported && (typeof(T) == typeof(float) || typeof(T) == typeof(double));

    /// <summary>Sorts floats or doubles without NaN.</summary>
    public static void Sort<T>(Span<T> values)
        where T : struct
    {
        if (typeof(T) == typeof(float))
        {
            Sort<float, FloatSortLanes>(MemoryMarshal.Cast<T, float>(values), Budget(values.Length));
        }
        else
        {
            Sort<double, DoubleSortLanes>(MemoryMarshal.Cast<T, double>(values), Budget(values.Length));
        }
    }

    /// <summary>How many partitions of a range may follow each other before it is taken to be unfriendly and left to the library.</summary>
    public static int Budget(int length) => 2 * BitOperations.Log2((uint)length | 1);

    internal static void Sort<T, TLanes>(Span<T> values, int budget)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : struct, ISortLanes<T>
    {
        fixed (T* p = values)
        {
            Range<T, TLanes>(p, values.Length, p, p + values.Length, budget);
        }
    }

    private static void Range<T, TLanes>(T* p, int length, T* start, T* end, int budget)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : struct, ISortLanes<T>
    {
        while (length > ShortRange<T, TLanes>.MostLength)
        {
            if (budget-- == 0)
            {
                new Span<T>(p, length).Sort();
                return;
            }

            T pivot = SamplePivot<T, TLanes>.Middle(p, length);
            int less = VectorPartition<T, TLanes>.Move<LessThanPivot>(p, length, pivot);
            if (less == 0)
            {
                // The pivot is the least: all equal to it are in place.
                int equal = VectorPartition<T, TLanes>.Move<NotAbovePivot>(p, length, pivot);
                p += equal;
                length -= equal;
            }
            else if (less < length - less)
            {
                Range<T, TLanes>(p, less, start, end, budget);
                p += less;
                length -= less;
            }
            else
            {
                Range<T, TLanes>(p + less, length - less, start, end, budget);
                length = less;
            }
        }

        ShortRange<T, TLanes>.Sort(p, length, start, end);
    }
}
