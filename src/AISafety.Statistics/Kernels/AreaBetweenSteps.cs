using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AISafety.Statistics;

/// <summary>The area between the step functions of two sorted samples.</summary>
/// <remarks>Samples of different length are merged without a branch on data, four stretches in turn by one loop.</remarks>
internal static class AreaBetweenSteps
{
    private const int BlockLength = 1024;
    private const int Parts = 4;
    private const int LeastToCut = 256;

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

    // The lesser value is next, and the gap i m - j n, with i and j values passed, holds up to it.
    private static double Merged<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : struct, IFloatingPointIeee754<T>
    {
        Span<MergePart> parts = stackalloc MergePart[Parts];
        Span<double> reached = stackalloc double[Parts];
        if (a.Length + b.Length < LeastToCut)
        {
            parts.Clear();
            parts[0] = new() { FirstEnd = a.Length, SecondEnd = b.Length };
        }
        else
        {
            MergePart.Cut(a, b, parts);
        }

        // Each part begins where the one before it ends; the first at the least value.
        double least = double.CreateTruncating(T.MinNative(a[0], b[0]));
        for (int part = 0; part < Parts; part++)
        {
            double first = parts[part].First > 0 ? double.CreateTruncating(a[(int)parts[part].First - 1]) : least;
            double second = parts[part].Second > 0 ? double.CreateTruncating(b[(int)parts[part].Second - 1]) : least;
            reached[part] = Math.Max(first, second);
        }

        double total = Together(a, b, parts, reached);
        for (int part = 0; part < Parts; part++)
        {
            total += Finish(a, b, parts[part], reached[part]);
        }

        return total / ((double)a.Length * b.Length);
    }

    private static double Together<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<MergePart> parts, Span<double> reached)
        where T : struct, IFloatingPointIeee754<T>
    {
        ref T x = ref MemoryMarshal.GetReference(a);
        ref T y = ref MemoryMarshal.GetReference(b);
        long n = a.Length;
        long m = b.Length;
        nint i0 = parts[0].First;
        nint i1 = parts[1].First;
        nint i2 = parts[2].First;
        nint i3 = parts[3].First;
        nint j0 = parts[0].Second;
        nint j1 = parts[1].Second;
        nint j2 = parts[2].Second;
        nint j3 = parts[3].Second;
        double r0 = reached[0];
        double r1 = reached[1];
        double r2 = reached[2];
        double r3 = reached[3];
        double total = 0;
        while (true)
        {
            // A block of steps that cannot run past any end.
            nint steps = Math.Min(
                Math.Min(Math.Min(parts[0].FirstEnd - i0, parts[0].SecondEnd - j0), Math.Min(parts[1].FirstEnd - i1, parts[1].SecondEnd - j1)),
                Math.Min(Math.Min(parts[2].FirstEnd - i2, parts[2].SecondEnd - j2), Math.Min(parts[3].FirstEnd - i3, parts[3].SecondEnd - j3)));
            steps = Math.Min(steps, BlockLength);
            if (steps == 0)
            {
                break;
            }

            double even = 0;
            double odd = 0;
            for (nint step = 0; step < steps; step++)
            {
                even += Step(ref x, ref y, n, m, ref i0, ref j0, ref r0);
                odd += Step(ref x, ref y, n, m, ref i1, ref j1, ref r1);
                even += Step(ref x, ref y, n, m, ref i2, ref j2, ref r2);
                odd += Step(ref x, ref y, n, m, ref i3, ref j3, ref r3);
            }

            total += even + odd;
        }

        (parts[0].First, parts[1].First, parts[2].First, parts[3].First) = (i0, i1, i2, i3);
        (parts[0].Second, parts[1].Second, parts[2].Second, parts[3].Second) = (j0, j1, j2, j3);
        (reached[0], reached[1], reached[2], reached[3]) = (r0, r1, r2, r3);
        return total;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Step<T>(ref T x, ref T y, long n, long m, ref nint i, ref nint j, ref double reached)
        where T : struct, IFloatingPointIeee754<T>
    {
        T first = Unsafe.Add(ref x, i);
        T second = Unsafe.Add(ref y, j);
        double gap = i * m - j * n;
        double value = double.CreateTruncating(T.MinNative(first, second));
        double area = Math.Abs(gap) * (value - reached);
        reached = value;
        nint fromFirst = Unsafe.BitCast<bool, byte>(first <= second);
        i += fromFirst;
        j += 1 - fromFirst;
        return area;
    }

    private static double Finish<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, MergePart part, double reached)
        where T : struct, IFloatingPointIeee754<T>
    {
        double total = 0;
        while (part.Steps > 0)
        {
            double area = 0;
            for (nint steps = Math.Min(part.Steps, BlockLength); steps > 0; steps--)
            {
                area += Step(ref MemoryMarshal.GetReference(a), ref MemoryMarshal.GetReference(b), a.Length, b.Length, ref part.First, ref part.Second, ref reached);
            }

            total += area;
        }

        total += Rest(a[(int)part.First..(int)part.FirstEnd], (long)part.First * b.Length - (long)part.Second * a.Length, b.Length, ref reached);
        return total + Rest(b[(int)part.Second..(int)part.SecondEnd], (long)part.FirstEnd * b.Length - (long)part.Second * a.Length, -a.Length, ref reached);
    }

    // Only one sample has values left.
    private static double Rest<T>(ReadOnlySpan<T> values, long gap, int step, ref double reached)
        where T : struct, IFloatingPointIeee754<T>
    {
        double total = 0;
        foreach (T next in values)
        {
            double value = double.CreateTruncating(next);
            total += Math.Abs((double)gap) * (value - reached);
            (reached, gap) = (value, gap + step);
        }

        return total;
    }
}
