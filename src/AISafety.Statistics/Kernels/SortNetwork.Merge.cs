using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AISafety.Statistics;

// Merging of columns: a run of columns and the next are compared from their far ends inwards, which leaves two runs that each rise and then fall;
// those are sorted by halving the distance, first of columns and then of rows.
internal static unsafe partial class SortNetwork<T, TLanes>
{
    /// <summary>The lanes of one vector, ascending.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Sort(Vector256<T> v)
    {
        v = MeetItself(v, 2);
        v = MeetItself(v, 4);
        return Lanes == 8 ? MeetItself(v, 8) : v;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> MeetItself(Vector256<T> v, int group)
    {
        Vector256<T> other = TLanes.Reverse(v, group);
        return HalveColumns(TLanes.Blend(TLanes.Min(v, other), TLanes.Max(v, other), group / 2), group / 4);
    }

    // A group is the lanes of both runs. The branches make it a constant, on which the permutations depend.
    private static void MergeColumnsOfEight(T* table, int group)
    {
        switch (group)
        {
            case 2:
                MeetInEight(table, 2);
                break;
            case 4:
                MeetInEight(table, 4);
                break;
            default:
                MeetInEight(table, 8);
                break;
        }
    }

    private static void MergeColumnsOfSixteen(T* table, int group)
    {
        switch (group)
        {
            case 2:
                MeetInSixteen(table, 2);
                break;
            case 4:
                MeetInSixteen(table, 4);
                break;
            default:
                MeetInSixteen(table, 8);
                break;
        }

        MergeRows(table);
        MergeRows(table + 8 * Lanes);
    }

    // Two tables, each ascending by columns. Reversed, the second may stay so: it rises and falls either way.
    private static void MergeTables(T* first, T* second)
    {
        for (int row = 0; row < 16; row++)
        {
            T* p = first + row * Lanes;
            T* q = second + (15 - row) * Lanes;
            Vector256<T> a = Vector256.Load(p);
            Vector256<T> b = TLanes.Reverse(Vector256.Load(q), Lanes);
            Exchange(ref a, ref b);
            a.Store(p);
            b.Store(q);
        }

        MergeTable(first);
        MergeTable(second);
    }

    private static void MergeTable(T* table)
    {
        for (int row = 0; row < 8; row++)
        {
            T* p = table + row * Lanes;
            T* q = p + 8 * Lanes;
            Vector256<T> a = HalveColumns(Vector256.Load(p), Lanes / 2);
            Vector256<T> b = HalveColumns(Vector256.Load(q), Lanes / 2);
            Exchange(ref a, ref b);
            a.Store(p);
            b.Store(q);
        }

        MergeRows(table);
        MergeRows(table + 8 * Lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MergeRows(T* rows)
    {
        Rows a = Rows.Load(rows);
        a.Merge();
        a.Store(rows);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MeetInEight(T* table, int group)
    {
        Rows a = Rows.Load(table);
        Meet(ref a.R0, ref a.R7, group);
        Meet(ref a.R1, ref a.R6, group);
        Meet(ref a.R2, ref a.R5, group);
        Meet(ref a.R3, ref a.R4, group);
        a.R0 = HalveColumns(a.R0, group / 4);
        a.R1 = HalveColumns(a.R1, group / 4);
        a.R2 = HalveColumns(a.R2, group / 4);
        a.R3 = HalveColumns(a.R3, group / 4);
        a.R4 = HalveColumns(a.R4, group / 4);
        a.R5 = HalveColumns(a.R5, group / 4);
        a.R6 = HalveColumns(a.R6, group / 4);
        a.R7 = HalveColumns(a.R7, group / 4);
        a.Merge();
        a.Store(table);
    }

    // Rows 0 and 15, 7 and 8, and so on inwards; then, as they are at hand, those at distance 8.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MeetInSixteen(T* table, int group)
    {
        for (int row = 0; row < 4; row++)
        {
            T* p = table + row * Lanes;
            T* q = table + (7 - row) * Lanes;
            Vector256<T> a = Vector256.Load(p);
            Vector256<T> b = Vector256.Load(q);
            Vector256<T> c = Vector256.Load(p + 8 * Lanes);
            Vector256<T> d = Vector256.Load(q + 8 * Lanes);
            Meet(ref a, ref d, group);
            Meet(ref b, ref c, group);
            a = HalveColumns(a, group / 4);
            b = HalveColumns(b, group / 4);
            c = HalveColumns(c, group / 4);
            d = HalveColumns(d, group / 4);
            Exchange(ref a, ref c);
            Exchange(ref b, ref d);
            a.Store(p);
            b.Store(q);
            c.Store(p + 8 * Lanes);
            d.Store(q + 8 * Lanes);
        }
    }

    // Two rows at equal distance from the ends: what is in the lower run of one is compared with what is in the upper run of the other.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Meet(ref Vector256<T> a, ref Vector256<T> b, int group)
    {
        Vector256<T> fromA = TLanes.Reverse(a, group);
        Vector256<T> fromB = TLanes.Reverse(b, group);
        a = TLanes.Blend(TLanes.Min(a, fromB), TLanes.Max(a, fromB), group / 2);
        b = TLanes.Blend(TLanes.Min(b, fromA), TLanes.Max(b, fromA), group / 2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> HalveColumns(Vector256<T> v, int distance)
    {
        v = distance >= 4 ? ExchangeLanes(v, 4) : v;
        v = distance >= 2 ? ExchangeLanes(v, 2) : v;
        return distance >= 1 ? ExchangeLanes(v, 1) : v;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> ExchangeLanes(Vector256<T> v, int distance)
    {
        Vector256<T> other = TLanes.Swap(v, distance);
        return TLanes.Blend(TLanes.Min(v, other), TLanes.Max(v, other), distance);
    }
}
