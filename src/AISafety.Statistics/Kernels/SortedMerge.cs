using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AISafety.Statistics;

/// <summary>Merges ascending numbers, eight at a time and without a branch on data.</summary>
/// <remarks>The eight greatest so far are carried; they are merged with the next eight of that side whose next number is less, and the lesser half goes
/// out. What a side lacks to a whole block is taken to be +infinity. Source: H. Inoue, T. Moriyama, H. Komatsu, T. Nakatani, AA-sort: a new parallel
/// sorting algorithm for multi-core SIMD processors, PACT 2007; the network is Batcher's.</remarks>
internal static unsafe class SortedMerge
{
    private const int Block = 8;

    /// <summary>Merges two ascending spans without NaN.</summary>
    /// <param name="a">One.</param>
    /// <param name="b">The other.</param>
    /// <param name="target">Takes both; overlaps neither.</param>
    public static void Into(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> target)
    {
        target = target[..(a.Length + b.Length)];
        if (!Avx2.IsSupported || a.IsEmpty || b.IsEmpty)
        {
            OneByOne(a, b, target);
            return;
        }

        fixed (double* x = a, y = b, to = target)
        {
            ByBlocks(x, a.Length, y, b.Length, to);
        }
    }

    private static void OneByOne(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> target)
    {
        int i = 0;
        int j = 0;
        while (i < a.Length && j < b.Length)
        {
            target[i + j] = a[i] <= b[j] ? a[i++] : b[j++];
        }

        a[i..].CopyTo(target[(i + j)..]);
        b[j..].CopyTo(target[(i + j)..]);
    }

    private static void ByBlocks(double* a, int lengthOfA, double* b, int lengthOfB, double* to)
    {
        double* ends = stackalloc double[2 * Block];
        double* end = to + lengthOfA + lengthOfB;
        int leftOfA = Blocks(lengthOfA);
        int leftOfB = Blocks(lengthOfB);
        double* lastOfA = Last(a, lengthOfA, ends);
        double* lastOfB = Last(b, lengthOfB, ends + Block);
        a = leftOfA == 1 ? lastOfA : a;
        b = leftOfB == 1 ? lastOfB : b;
        Vector256<double> low = Vector256.Load(a);
        Vector256<double> high = Vector256.Load(a + 4);
        a = --leftOfA == 1 ? lastOfA : a + Block;
        for (; leftOfA + leftOfB > 0; to += Block)
        {
            // That a side has ended is foreseen; which of two goes on is not, and is no branch.
            nint isA = leftOfB == 0 ? 1 : leftOfA == 0 ? 0 : Unsafe.BitCast<bool, byte>(*a <= *b);
            // In bytes, for the sides may lie at addresses that differ by part of a number.
            double* next = (double*)((nint)b + (((nint)a - (nint)b) * isA));
            leftOfA -= (int)isA;
            leftOfB -= 1 - (int)isA;
            a = leftOfA == 1 ? lastOfA : a + (Block * isA);
            b = leftOfB == 1 ? lastOfB : b + (Block * (1 - isA));
            Vector256<double> first = DoubleSortLanes.Reverse(Vector256.Load(next + 4), 4);
            Vector256<double> second = DoubleSortLanes.Reverse(Vector256.Load(next), 4);
            Exchange(ref low, ref first);
            Exchange(ref high, ref second);
            Exchange(ref low, ref high);
            Exchange(ref first, ref second);
            Put(to, end, Sorted(low), Sorted(high));
            low = Sorted(first);
            high = Sorted(second);
        }

        Put(to, end, low, high);
    }

    private static int Blocks(int length) => (length + Block - 1) / Block;

    /// <summary>The last block of a side; with what it lacks it is made at another place.</summary>
    private static double* Last(double* side, int length, double* made)
    {
        int from = (Blocks(length) - 1) * Block;
        if (from + Block == length)
        {
            return side + from;
        }

        Vector256<double> infinite = Vector256.Create(double.PositiveInfinity);
        infinite.Store(made);
        infinite.Store(made + 4);
        for (int i = from; i < length; i++)
        {
            made[i - from] = side[i];
        }

        return made;
    }

    /// <summary>Writes a block, as far as it lies before the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(double* to, double* end, Vector256<double> low, Vector256<double> high)
    {
        if (to + Block <= end)
        {
            low.Store(to);
            high.Store(to + 4);
            return;
        }

        PutPart(to, end, low, high);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void PutPart(double* to, double* end, Vector256<double> low, Vector256<double> high)
    {
        double* whole = stackalloc double[Block];
        low.Store(whole);
        high.Store(whole + 4);
        for (double* from = whole; to < end; from++)
        {
            *to++ = *from;
        }
    }

    // Four lanes that first rise and then fall, or the other way round.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Sorted(Vector256<double> v) => Halves(Halves(v, 2), 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Halves(Vector256<double> v, int distance)
    {
        Vector256<double> other = DoubleSortLanes.Swap(v, distance);
        return DoubleSortLanes.Blend(Avx.Min(v, other), Avx.Max(v, other), distance);
    }

    // Of equal operands each gives its second, so that -0.0 and 0.0 both survive.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Exchange(ref Vector256<double> a, ref Vector256<double> b) => (a, b) = (Avx.Min(a, b), Avx.Max(b, a));
}
