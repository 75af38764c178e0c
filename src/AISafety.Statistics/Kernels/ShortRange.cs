using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AISafety.Statistics;

/// <summary>Sorts a short part of a longer range of which the parts, but not the values within them, are in order.</summary>
internal static unsafe class ShortRange<T, TLanes>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ISortLanes<T>
{
    /// <summary>The greatest network: thirty-two vectors of doubles, sixteen of floats. Longer ones were measured to gain nothing.</summary>
    public const int MostLength = 128;

    /// <summary>Sorts a part, and perhaps what is beside it.</summary>
    /// <remarks>A network takes a fixed number of values. Neighbours fill it: to sort some of them as well leaves the parts in order, whether they were
    /// sorted or not. Only where the whole range is shorter than the network are infinities added.</remarks>
    /// <param name="p">The part.</param>
    /// <param name="length">At most <see cref="MostLength"/>.</param>
    /// <param name="start">Where the whole range starts.</param>
    /// <param name="end">Where it ends.</param>
    public static void Sort(T* p, int length, T* start, T* end)
    {
        if (length < 2)
        {
            return;
        }

        int size = 8 * Vector256<T>.Count;
        while (size < length)
        {
            size *= 2;
        }

        if (end - start < size)
        {
            SortPadded(start, (int)(end - start), size);
            return;
        }

        T* last = end - size;
        SortWhole(p < last ? p : last, size);
    }

    [SkipLocalsInit]
    private static void SortPadded(T* p, int length, int size)
    {
        T* padded = stackalloc T[MostLength];
        Span<T> filled = new(padded, size);
        new Span<T>(p, length).CopyTo(filled);
        filled[length..].Fill(T.PositiveInfinity);
        SortWhole(padded, size);
        filled[..length].CopyTo(new Span<T>(p, length));
    }

    private static void SortWhole(T* p, int size)
    {
        if (size == 8 * Vector256<T>.Count)
        {
            SortNetwork<T, TLanes>.SortEight(p);
        }
        else if (size == 16 * Vector256<T>.Count)
        {
            SortNetwork<T, TLanes>.SortSixteen(p);
        }
        else
        {
            SortNetwork<T, TLanes>.SortThirtyTwo(p);
        }
    }
}
