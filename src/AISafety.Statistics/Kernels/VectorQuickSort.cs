using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AISafety.Statistics;

/// <summary>Quicksort whose partition moves a vector at a time: what is less stays, what is not goes to scratch and back behind it.</summary>
internal static unsafe class VectorQuickSort
{
    /// <summary>Shorter ranges are not worth the rented scratch.</summary>
    public const int LeastLength = 24;

    // The greatest network: eight vectors of eight floats.
    private const int MostInNetwork = 64;

    /// <summary>Whether this machine can do it for this type.</summary>
    public static bool IsSupported<T>() => Avx2.IsSupported && (typeof(T) == typeof(float) || typeof(T) == typeof(double));

    /// <summary>Sorts floats or doubles without NaN.</summary>
    public static void Sort<T>(Span<T> values)
        where T : struct
    {
        if (typeof(T) == typeof(float))
        {
            Sort<float, FloatSortLanes>(MemoryMarshal.Cast<T, float>(values));
        }
        else
        {
            Sort<double, DoubleSortLanes>(MemoryMarshal.Cast<T, double>(values));
        }
    }

    private static void Sort<T, TLanes>(Span<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : struct, ISortLanes<T>
    {
        T[] scratch = ArrayPool<T>.Shared.Rent(values.Length + Vector256<T>.Count);
        fixed (T* p = values, s = scratch)
        {
            Range<T, TLanes>(p, values.Length, s, 2 * BitOperations.Log2((uint)values.Length | 1));
        }

        ArrayPool<T>.Shared.Return(scratch);
    }

    private static void Range<T, TLanes>(T* p, int length, T* scratch, int budget)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : struct, ISortLanes<T>
    {
        while (length > 8 * Vector256<T>.Count)
        {
            if (budget-- == 0)
            {
                new Span<T>(p, length).Sort();
                return;
            }

            T pivot = Pivot(p, length);
            int less = Partition<T, TLanes, NotLess>(p, length, scratch, pivot);
            if (less == 0)
            {
                // The pivot is the least: all equal to it are in place.
                int equal = Partition<T, TLanes, Greater>(p, length, scratch, pivot);
                p += equal;
                length -= equal;
            }
            else if (less < length - less)
            {
                Range<T, TLanes>(p, less, scratch, budget);
                p += less;
                length -= less;
            }
            else
            {
                Range<T, TLanes>(p + less, length - less, scratch, budget);
                length = less;
            }
        }

        Small<T, TLanes>(p, length);
    }

    /// <summary>Moves the values for which the rule holds behind the others. Gives how many there are of the others.</summary>
    private static int Partition<T, TLanes, TRule>(T* p, int length, T* scratch, T pivot)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : struct, ISortLanes<T>
        where TRule : struct, IRule
    {
        int lanes = Vector256<T>.Count;
        Vector256<T> by = Vector256.Create(pivot);
        T* left = p;
        T* end = scratch + length + lanes;
        T* right = end - lanes;
        int i = 0;
        for (; i + lanes <= length; i += lanes)
        {
            Vector256<T> v = Vector256.Load(p + i);
            uint bits = TRule.Holds(v, by).ExtractMostSignificantBits();
            Vector256<T> split = TLanes.Split(v, bits);
            int moved = BitOperations.PopCount(bits);

            // Both are written whole; what does not belong is overwritten by the next, and what was read is all that is overwritten in place.
            split.Store(left);
            split.Store(right);
            left += lanes - moved;
            right -= moved;
        }

        right += lanes;
        for (; i < length; i++)
        {
            T value = p[i];
            if (TRule.Holds(value, pivot))
            {
                *--right = value;
            }
            else
            {
                *left++ = value;
            }
        }

        long bytes = (byte*)end - (byte*)right;
        Buffer.MemoryCopy(right, left, bytes, bytes);
        return (int)(left - p);
    }

    private static void Small<T, TLanes>(T* p, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : struct, ISortLanes<T>
    {
        if (length < 2)
        {
            return;
        }

        int lanes = Vector256<T>.Count;
        T* padded = stackalloc T[MostInNetwork];
        int whole = length - length % lanes;
        int size = length <= 4 * lanes ? 4 * lanes : 8 * lanes;
        Vector256<T> infinite = Vector256.Create(T.PositiveInfinity);
        for (int i = 0; i < whole; i += lanes)
        {
            Vector256.Load(p + i).Store(padded + i);
        }

        for (int i = whole; i < size; i += lanes)
        {
            infinite.Store(padded + i);
        }

        for (int i = whole; i < length; i++)
        {
            padded[i] = p[i];
        }

        if (size == 4 * lanes)
        {
            SortNetwork<T, TLanes>.SortFour(padded);
        }
        else
        {
            SortNetwork<T, TLanes>.SortEight(padded);
        }

        for (int i = 0; i < whole; i += lanes)
        {
            Vector256.Load(padded + i).Store(p + i);
        }

        for (int i = whole; i < length; i++)
        {
            p[i] = padded[i];
        }
    }

    // The median of three medians of three, spread over the range.
    private static T Pivot<T>(T* p, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int eighth = length / 8;
        return Middle(
            Middle(p[0], p[eighth], p[2 * eighth]),
            Middle(p[3 * eighth], p[4 * eighth], p[5 * eighth]),
            Middle(p[6 * eighth], p[7 * eighth], p[length - 1]));
    }

    private static T Middle<T>(T a, T b, T c)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        a < b
            ? b < c ? b : a < c ? c : a
            : a < c ? a : b < c ? c : b;

    private interface IRule
    {
        static abstract Vector256<T> Holds<T>(Vector256<T> v, Vector256<T> pivot);

        static abstract bool Holds<T>(T value, T pivot)
            where T : IFloatingPointIeee754<T>;
    }

    private readonly struct NotLess : IRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Holds<T>(Vector256<T> v, Vector256<T> pivot) => Vector256.GreaterThanOrEqual(v, pivot);

        public static bool Holds<T>(T value, T pivot)
            where T : IFloatingPointIeee754<T> => value >= pivot;
    }

    private readonly struct Greater : IRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Holds<T>(Vector256<T> v, Vector256<T> pivot) => Vector256.GreaterThan(v, pivot);

        public static bool Holds<T>(T value, T pivot)
            where T : IFloatingPointIeee754<T> => value > pivot;
    }
}
