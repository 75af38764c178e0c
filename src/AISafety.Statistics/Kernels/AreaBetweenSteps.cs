using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AISafety.Statistics;

/// <summary>The area between the step functions of two sorted samples.</summary>
internal static class AreaBetweenSteps
{
    private const int BlockLength = 1024;

    /// <summary>The integral of |F - G|; both samples ascending, finite, not empty.</summary>
    public static double Of<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : struct, IFloatingPointIeee754<T> =>
        a.Length == b.Length ? RankByRank(a, b) : Merged(a, b);

    // Blocks keep the sum's rounding small.
    private static double RankByRank<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : struct, IFloatingPointIeee754<T>
    {
        double total = 0;
        for (int start = 0; start < a.Length; start += BlockLength)
        {
            int end = Math.Min(start + BlockLength, a.Length);
            double even = 0;
            double odd = 0;
            int i = start;
            for (; i + 2 <= end; i += 2)
            {
                even += Math.Abs(double.CreateTruncating(a[i]) - double.CreateTruncating(b[i]));
                odd += Math.Abs(double.CreateTruncating(a[i + 1]) - double.CreateTruncating(b[i + 1]));
            }

            if (i < end)
            {
                even += Math.Abs(double.CreateTruncating(a[i]) - double.CreateTruncating(b[i]));
            }

            total += even + odd;
        }

        return total / a.Length;
    }

    // A merge without a branch on data: the lesser value is next, and the gap i m - j n moves by one step of its sample.
    private static double Merged<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : struct, IFloatingPointIeee754<T>
    {
        ref T x = ref MemoryMarshal.GetReference(a);
        ref T y = ref MemoryMarshal.GetReference(b);
        long n = a.Length;
        long m = b.Length;
        double total = 0;
        double area = 0;
        double previous = double.CreateTruncating(a[0] <= b[0] ? a[0] : b[0]);
        long gap = 0;
        nint i = 0;
        nint j = 0;
        while (i < n && j < m)
        {
            // A block of steps that cannot run past either end.
            nint steps = (nint)Math.Min(Math.Min(n - i, m - j), BlockLength);
            for (nint step = 0; step < steps; step++)
            {
                T first = Unsafe.Add(ref x, i);
                T second = Unsafe.Add(ref y, j);
                nint fromFirst = Unsafe.BitCast<bool, byte>(first <= second);
                double value = double.CreateTruncating(T.MinNative(first, second));
                area += Math.Abs((double)gap) * (value - previous);
                previous = value;
                i += fromFirst;
                j += 1 - fromFirst;
                gap += fromFirst * (m + n) - n;
            }

            total += area;
            area = 0;
        }

        for (; i < n; i++)
        {
            double value = double.CreateTruncating(Unsafe.Add(ref x, i));
            total += Math.Abs((double)gap) * (value - previous);
            (previous, gap) = (value, gap + m);
        }

        for (; j < m; j++)
        {
            double value = double.CreateTruncating(Unsafe.Add(ref y, j));
            total += Math.Abs((double)gap) * (value - previous);
            (previous, gap) = (value, gap - n);
        }

        return total / ((double)n * m);
    }
}
