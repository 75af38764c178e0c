using System.Numerics;

namespace AISafety.Statistics;

/// <summary>The greatest distance between the step functions of two sorted samples, in integers.</summary>
internal static class StepGap
{
    /// <summary>The greatest |i m - j n| over all numbers, for whole samples.</summary>
    public static long Of<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : struct, IFloatingPointIeee754<T> => Within(a, b, 0, a.Length, b.Length);

    /// <summary>The same within a range of numbers before which the functions differ by <paramref name="gap"/>.</summary>
    /// <param name="a">Those values of the first sample that are in the range, ascending.</param>
    /// <param name="b">Those values of the second sample that are in the range, ascending.</param>
    /// <param name="gap">i m - j n before the range.</param>
    /// <param name="n">The length of the whole first sample.</param>
    /// <param name="m">The length of the whole second sample.</param>
    public static long Within<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, long gap, int n, int m)
        where T : struct, IFloatingPointIeee754<T>
    {
        long greatest = Math.Abs(gap);
        int i = 0;
        int j = 0;
        while (i < a.Length && j < b.Length)
        {
            T value = a[i] < b[j] ? a[i] : b[j];
            while (i < a.Length && a[i] == value)
            {
                i++;
                gap += m;
            }

            while (j < b.Length && b[j] == value)
            {
                j++;
                gap -= n;
            }

            greatest = Math.Max(greatest, Math.Abs(gap));
        }

        // What is left of one sample moves the gap one way only: its end is its extreme.
        gap += (long)(a.Length - i) * m - (long)(b.Length - j) * n;
        return Math.Max(greatest, Math.Abs(gap));
    }
}
