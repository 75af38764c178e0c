using System.Runtime.Intrinsics;

namespace AISafety.Statistics;

/// <summary>What sorting needs to do with one vector.</summary>
/// <remarks>Minimum and maximum are the instructions themselves: of equal operands both give the second, so that an exchange which swaps the operands
/// in one of them exchanges -0.0 and 0.0 but loses neither.</remarks>
internal unsafe interface ISortLanes<T>
    where T : unmanaged
{
    /// <summary>For each mask of lanes where <see cref="Split"/> takes them from.</summary>
    static abstract int* SplitTable { get; }

    static abstract Vector256<T> Min(Vector256<T> a, Vector256<T> b);

    static abstract Vector256<T> Max(Vector256<T> a, Vector256<T> b);

    /// <summary>The lanes in reverse order within groups of this many: 2, 4 or 8.</summary>
    static abstract Vector256<T> Reverse(Vector256<T> v, int group);

    /// <summary>Each lane from the one at this distance: 1, 2 or 4, by exclusive or of their numbers.</summary>
    static abstract Vector256<T> Swap(Vector256<T> v, int distance);

    /// <summary>Of two lanes at this distance, the lower from the first vector and the upper from the second.</summary>
    static abstract Vector256<T> Blend(Vector256<T> lower, Vector256<T> upper, int distance);

    /// <summary>A bit for each lane that is less.</summary>
    static abstract uint Less(Vector256<T> v, Vector256<T> pivot);

    /// <summary>A bit for each lane that is less or equal.</summary>
    static abstract uint NotGreater(Vector256<T> v, Vector256<T> pivot);

    /// <summary>The lanes whose bit is set, then those whose bit is clear.</summary>
    /// <remarks>The table is handed in: a caller with a loop reads it once, before the loop, where otherwise the check that the type is initialised
    /// may stay within.</remarks>
    static abstract Vector256<T> Split(Vector256<T> v, uint bits, int* table);

    /// <summary>As many vectors as there are lanes, with rows and columns exchanged.</summary>
    /// <param name="from">The vectors, one after the other.</param>
    /// <param name="to">Where the first goes.</param>
    /// <param name="stride">How many values further the next one goes.</param>
    static abstract void Transpose(T* from, T* to, int stride);
}
