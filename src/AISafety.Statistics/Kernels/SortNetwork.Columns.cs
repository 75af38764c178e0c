using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AISafety.Statistics;

// Sorting of columns: Batcher's odd-even merge sort, 19 exchanges of rows for eight and 63 for sixteen.
internal static unsafe partial class SortNetwork<T, TLanes>
{
    private static void SortColumnsOfEight(T* p, T* table)
    {
        Rows a = Rows.Load(p);
        a.Sort();
        a.Store(table);
    }

    private static void SortColumnsOfSixteen(T* p, T* table)
    {
        Rows a = Rows.Load(p);
        a.Sort();
        Rows b = Rows.Load(p + 8 * Lanes);
        b.Sort();

        // The even rows of both are merged, then the odd ones, then each odd one with the even one after it.
        Exchange(ref a.R0, ref b.R0);
        Exchange(ref a.R4, ref b.R4);
        Exchange(ref a.R4, ref b.R0);
        Exchange(ref a.R2, ref b.R2);
        Exchange(ref a.R6, ref b.R6);
        Exchange(ref a.R6, ref b.R2);
        Exchange(ref a.R2, ref a.R4);
        Exchange(ref a.R6, ref b.R0);
        Exchange(ref b.R2, ref b.R4);
        Exchange(ref a.R1, ref b.R1);
        Exchange(ref a.R5, ref b.R5);
        Exchange(ref a.R5, ref b.R1);
        Exchange(ref a.R3, ref b.R3);
        Exchange(ref a.R7, ref b.R7);
        Exchange(ref a.R7, ref b.R3);
        Exchange(ref a.R3, ref a.R5);
        Exchange(ref a.R7, ref b.R1);
        Exchange(ref b.R3, ref b.R5);
        Exchange(ref a.R1, ref a.R2);
        Exchange(ref a.R3, ref a.R4);
        Exchange(ref a.R5, ref a.R6);
        Exchange(ref a.R7, ref b.R0);
        Exchange(ref b.R1, ref b.R2);
        Exchange(ref b.R3, ref b.R4);
        Exchange(ref b.R5, ref b.R6);
        a.Store(table);
        b.Store(table + 8 * Lanes);
    }

    // Eight rows in registers.
    private ref struct Rows
    {
        public Vector256<T> R0;
        public Vector256<T> R1;
        public Vector256<T> R2;
        public Vector256<T> R3;
        public Vector256<T> R4;
        public Vector256<T> R5;
        public Vector256<T> R6;
        public Vector256<T> R7;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Rows Load(T* p) => new()
        {
            R0 = Vector256.Load(p),
            R1 = Vector256.Load(p + Lanes),
            R2 = Vector256.Load(p + 2 * Lanes),
            R3 = Vector256.Load(p + 3 * Lanes),
            R4 = Vector256.Load(p + 4 * Lanes),
            R5 = Vector256.Load(p + 5 * Lanes),
            R6 = Vector256.Load(p + 6 * Lanes),
            R7 = Vector256.Load(p + 7 * Lanes),
        };

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Store(T* p)
        {
            R0.Store(p);
            R1.Store(p + Lanes);
            R2.Store(p + 2 * Lanes);
            R3.Store(p + 3 * Lanes);
            R4.Store(p + 4 * Lanes);
            R5.Store(p + 5 * Lanes);
            R6.Store(p + 6 * Lanes);
            R7.Store(p + 7 * Lanes);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Sort()
        {
            Exchange(ref R0, ref R1);
            Exchange(ref R2, ref R3);
            Exchange(ref R4, ref R5);
            Exchange(ref R6, ref R7);
            Exchange(ref R0, ref R2);
            Exchange(ref R1, ref R3);
            Exchange(ref R4, ref R6);
            Exchange(ref R5, ref R7);
            Exchange(ref R1, ref R2);
            Exchange(ref R5, ref R6);
            Exchange(ref R0, ref R4);
            Exchange(ref R1, ref R5);
            Exchange(ref R2, ref R6);
            Exchange(ref R3, ref R7);
            Exchange(ref R2, ref R4);
            Exchange(ref R3, ref R5);
            Exchange(ref R1, ref R2);
            Exchange(ref R3, ref R4);
            Exchange(ref R5, ref R6);
        }

        // Columns that first rise and then fall become ascending.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Merge()
        {
            Exchange(ref R0, ref R4);
            Exchange(ref R1, ref R5);
            Exchange(ref R2, ref R6);
            Exchange(ref R3, ref R7);
            Exchange(ref R0, ref R2);
            Exchange(ref R1, ref R3);
            Exchange(ref R4, ref R6);
            Exchange(ref R5, ref R7);
            Exchange(ref R0, ref R1);
            Exchange(ref R2, ref R3);
            Exchange(ref R4, ref R5);
            Exchange(ref R6, ref R7);
        }
    }
}
