using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AISafety.Statistics;

/// <summary>Which values a partition puts first.</summary>
internal interface IPartitionRule
{
    static abstract uint Holds<T, TLanes>(Vector256<T> v, Vector256<T> pivot)
        where T : unmanaged
        where TLanes : struct, ISortLanes<T>;

    static abstract bool Holds<T>(T value, T pivot)
        where T : IFloatingPointIeee754<T>;
}

internal readonly struct LessThanPivot : IPartitionRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Holds<T, TLanes>(Vector256<T> v, Vector256<T> pivot)
        where T : unmanaged
        where TLanes : struct, ISortLanes<T> => TLanes.Less(v, pivot);

    public static bool Holds<T>(T value, T pivot)
        where T : IFloatingPointIeee754<T> => value < pivot;
}

internal readonly struct NotAbovePivot : IPartitionRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Holds<T, TLanes>(Vector256<T> v, Vector256<T> pivot)
        where T : unmanaged
        where TLanes : struct, ISortLanes<T> => TLanes.NotGreater(v, pivot);

    public static bool Holds<T>(T value, T pivot)
        where T : IFloatingPointIeee754<T> => value <= pivot;
}

/// <summary>Partitions a range in place, a vector at a time, from both its ends.</summary>
/// <remarks>
/// <para>A block is put aside at either end, which makes room. Then the block next to the end with less room is read, which leaves room for a block at both;
/// each of its vectors is permuted so that what goes first comes first, and stored whole at both ends of the room, where the next stores overwrite
/// what does not belong. What was put aside comes last.</para>
/// <para>The branch on the end is seldom mispredicted, as blocks of eight vectors come from both ends nearly in turn; without the branch each read would
/// wait for all counts before it. Figures: docs/decisions/0012-vector-quicksort.md.</para>
/// <para>Source: Bramas, A novel hybrid quicksort algorithm vectorized using AVX-512, IJACSA 8, 2017.</para>
/// </remarks>
internal static unsafe class VectorPartition<T, TLanes>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ISortLanes<T>
{
    private const int VectorsInBlock = 8;

    private static int Block => VectorsInBlock * Vector256<T>.Count;

    /// <summary>The shortest range that can be partitioned: the two blocks that are put aside.</summary>
    public static int LeastLength => 2 * Block;

    /// <summary>Moves the values for which the rule holds before the others, at least <see cref="LeastLength"/> in all. Gives how many they are.</summary>
    [SkipLocalsInit]
    public static int Move<TRule>(T* p, int length, T pivot)
        where TRule : struct, IPartitionRule
    {
        Debug.Assert(length >= LeastLength, "Both blocks that are put aside must fit.");
        int lanes = Vector256<T>.Count;
        int whole = length - length % lanes;
        int* table = TLanes.SplitTable;
        Vector256<T> by = Vector256.Create(pivot);
        T* aside = stackalloc T[3 * Block];
        T* left = p + Block;
        T* right = p + whole - Block;
        Copy(p, aside, Block);
        Copy(right, aside + Block, Block);

        // The room's last vector is always so far behind the place that is written next.
        nint far = whole - lanes;
        nint unread = (nint)(right - left);
        T* write = p;
        for (; unread >= Block; unread -= Block, far -= Block)
        {
            T* from;
            if ((byte*)left - (byte*)write <= Block * sizeof(T))
            {
                from = left;
                left += Block;
            }
            else
            {
                right -= Block;
                from = right;
            }

            Vector256<T> a = Vector256.Load(from);
            Vector256<T> b = Vector256.Load(from + lanes);
            Vector256<T> c = Vector256.Load(from + 2 * lanes);
            Vector256<T> d = Vector256.Load(from + 3 * lanes);
            Vector256<T> e = Vector256.Load(from + 4 * lanes);
            Vector256<T> f = Vector256.Load(from + 5 * lanes);
            Vector256<T> g = Vector256.Load(from + 6 * lanes);
            Vector256<T> h = Vector256.Load(from + 7 * lanes);
            write = Put<TRule>(a, by, write, far, table);
            write = Put<TRule>(b, by, write, far - lanes, table);
            write = Put<TRule>(c, by, write, far - 2 * lanes, table);
            write = Put<TRule>(d, by, write, far - 3 * lanes, table);
            write = Put<TRule>(e, by, write, far - 4 * lanes, table);
            write = Put<TRule>(f, by, write, far - 5 * lanes, table);
            write = Put<TRule>(g, by, write, far - 6 * lanes, table);
            write = Put<TRule>(h, by, write, far - 7 * lanes, table);
        }

        Copy(left, aside + 2 * Block, (int)unread);
        T* end = aside + 2 * Block + unread;
        for (; aside < end; aside += lanes, far -= lanes)
        {
            write = Put<TRule>(Vector256.Load(aside), by, write, far, table);
        }

        // What did not fill a vector changes places with the first of the others.
        for (int i = whole; i < length; i++)
        {
            T value = p[i];
            p[i] = *write;
            *write = value;
            write += TRule.Holds(value, pivot) ? 1 : 0;
        }

        return (int)(write - p);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T* Put<TRule>(Vector256<T> v, Vector256<T> pivot, T* write, nint far, int* table)
        where TRule : struct, IPartitionRule
    {
        uint bits = TRule.Holds<T, TLanes>(v, pivot);
        Vector256<T> split = TLanes.Split(v, bits, table);
        split.Store(write);
        split.Store(write + far);
        return write + BitOperations.PopCount(bits);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(T* from, T* to, int length)
    {
        for (int i = 0; i < length; i += Vector256<T>.Count)
        {
            Vector256.Load(from + i).Store(to + i);
        }
    }
}
