using System.Numerics;

namespace AISafety.Statistics;

/// <summary>The greatest distance between the step functions of two sorted samples, in integers.</summary>
internal static class StepGap
{
    // So few values are looked up one by one.
    private const int Few = 8;

    /// <summary>The greatest |i n - j m| over all numbers, where i of the m values of <paramref name="a"/> and j of the n of <paramref name="b"/> are at or below: step by step.</summary>
    public static long Of<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : struct, IFloatingPointIeee754<T>
    {
        long m = a.Length;
        long n = b.Length;
        long greatest = 0;
        long gap = 0;
        int i = 0;
        int j = 0;
        while (i < a.Length && j < b.Length)
        {
            T value = a[i] < b[j] ? a[i] : b[j];
            while (i < a.Length && a[i] == value)
            {
                i++;
                gap += n;
            }

            while (j < b.Length && b[j] == value)
            {
                j++;
                gap -= m;
            }

            greatest = Math.Max(greatest, Math.Abs(gap));
        }

        // What is left of one sample moves the gap one way only, to 0.
        return greatest;
    }

    /// <summary>The same by search: only where the gap may be greater than elsewhere is it looked at closely, so that a short sample costs little beside a long one.</summary>
    public static long Search<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : struct, IFloatingPointIeee754<T>
    {
        long greatest = 0;
        Raise(a, b, 0, a.Length, b.Length, ref greatest);
        return greatest;
    }

    /// <summary>Raises the greatest distance found so far to what there is within a range of numbers.</summary>
    /// <param name="a">Those values of the first sample that are in the range, ascending.</param>
    /// <param name="b">Those values of the second sample that are in the range, ascending.</param>
    /// <param name="gap">i n - j m before the range.</param>
    /// <param name="m">The length of the whole first sample.</param>
    /// <param name="n">The length of the whole second sample.</param>
    /// <param name="greatest">The greatest so far, in which the gaps before and after the range are counted already.</param>
    public static void Raise<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, long gap, long m, long n, ref long greatest)
        where T : struct, IFloatingPointIeee754<T>
    {
        // At most one function ends its steps before the other begins.
        while (gap + (a.Length * n) > greatest || (b.Length * m) - gap > greatest)
        {
            if (b.Length <= Few)
            {
                OneByOne(a, b, gap, m, n, ref greatest);
                return;
            }

            // Halved at a value, before which and at which both functions are known.
            T value = b[b.Length / 2];
            int aBelow = EdgeSearch.CountBelow(a, value);
            int bBelow = EdgeSearch.CountBelow(b, value);
            int aUntil = aBelow + EdgeSearch.CountAtOrBelow(a[aBelow..], value);
            int bUntil = bBelow + EdgeSearch.CountAtOrBelow(b[bBelow..], value);
            long before = gap + (aBelow * n) - (bBelow * m);
            long at = gap + (aUntil * n) - (bUntil * m);
            greatest = Math.Max(greatest, Math.Max(Math.Abs(before), Math.Abs(at)));
            Raise(a[..aBelow], b[..bBelow], gap, m, n, ref greatest);
            a = a[aUntil..];
            b = b[bUntil..];
            gap = at;
        }
    }

    // The gap is greatest just before a value of b, and least at one. Of equal values the first, or the last, decides, and the others do no harm.
    private static void OneByOne<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, long gap, long m, long n, ref long greatest)
        where T : struct, IFloatingPointIeee754<T>
    {
        if (gap + (a.Length * n) > greatest)
        {
            for (int j = 0; j < b.Length; j++)
            {
                greatest = Math.Max(greatest, gap + (EdgeSearch.CountBelow(a, b[j]) * n) - (j * m));
            }
        }

        if ((b.Length * m) - gap > greatest)
        {
            for (int j = 0; j < b.Length; j++)
            {
                greatest = Math.Max(greatest, ((j + 1) * m) - gap - (EdgeSearch.CountAtOrBelow(a, b[j]) * n));
            }
        }
    }
}
