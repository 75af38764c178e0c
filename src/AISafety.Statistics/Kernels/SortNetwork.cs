using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AISafety.Statistics;

/// <summary>Sorts 8, 16 or 32 vectors without a branch.</summary>
/// <remarks>
/// <para>The vectors are the rows of a table. Its columns are sorted by comparing whole rows, one instruction for as many columns as a vector has lanes; then
/// two, four and eight columns are merged, which exchanges lanes only where columns meet; and last the table is transposed. A network over the
/// values as they lie exchanges lanes twice as often.</para>
/// <para>Source: Batcher, Sorting networks and their applications, AFIPS Spring Joint Computer Conference, 1968: odd-even merge sort for the columns, bitonic
/// merging for the rest.</para>
/// </remarks>
internal static unsafe partial class SortNetwork<T, TLanes>
    where T : unmanaged
    where TLanes : struct, ISortLanes<T>
{
    private static int Lanes => Vector256<T>.Count;

    /// <summary>Eight vectors in a row.</summary>
    [SkipLocalsInit]
    public static void SortEight(T* p)
    {
        T* table = stackalloc T[8 * Lanes];
        SortColumnsOfEight(p, table);
        for (int group = 2; group <= Lanes; group *= 2)
        {
            MergeColumnsOfEight(table, group);
        }

        Transpose(table, p, rows: 8);
    }

    /// <summary>Sixteen vectors in a row.</summary>
    [SkipLocalsInit]
    public static void SortSixteen(T* p)
    {
        T* table = stackalloc T[16 * Lanes];
        SortTable(p, table);
        Transpose(table, p, rows: 16);
    }

    /// <summary>Thirty-two vectors in a row: two tables of sixteen, merged.</summary>
    [SkipLocalsInit]
    public static void SortThirtyTwo(T* p)
    {
        int size = 16 * Lanes;
        T* first = stackalloc T[2 * size];
        T* second = first + size;
        SortTable(p, first);
        SortTable(p + size, second);
        MergeTables(first, second);
        Transpose(first, p, rows: 16);
        Transpose(second, p + size, rows: 16);
    }

    // Ascending by columns.
    private static void SortTable(T* p, T* table)
    {
        SortColumnsOfSixteen(p, table);
        for (int group = 2; group <= Lanes; group *= 2)
        {
            MergeColumnsOfSixteen(table, group);
        }
    }

    private static void Transpose(T* table, T* p, int rows)
    {
        int square = Lanes * Lanes;
        for (int row = 0; row < rows; row += Lanes)
        {
            TLanes.Transpose(table + row / Lanes * square, p + row, rows);
        }
    }

    // Of equal operands each gives its second: b to the first place and a to the second, so that -0.0 and 0.0 both survive.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Exchange(ref Vector256<T> a, ref Vector256<T> b)
    {
        Vector256<T> first = a;
        a = TLanes.Min(first, b);
        b = TLanes.Max(b, first);
    }
}
