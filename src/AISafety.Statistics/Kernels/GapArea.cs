using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AISafety.Statistics;

/// <summary>The area between a reference's distribution function F and that of n ascending values, from value to value.</summary>
/// <remarks>Behind the value of index i the values' function is (i + 1) / n. The area between F and a level is convex about the place where F reaches
/// it: with P = A - (level - 1/2) place, it is the difference of P at both ends, or, if F reaches the level between them, what P falls by to that place
/// and rises by from there.</remarks>
internal static class GapArea
{
    /// <summary>The level behind the value of an index, less 1/2.</summary>
    /// <param name="index">The index.</param>
    /// <param name="share">1 / n.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Level(int index, double share) => ((index + 1.0) * share) - 0.5;

    /// <summary>The sum over the gaps behind the values from one index to before another.</summary>
    /// <param name="places">The values, ascending; one more than there are gaps.</param>
    /// <param name="integrals">A at each.</param>
    /// <param name="reaches">For each gap, where F reaches its level.</param>
    /// <param name="least">P there.</param>
    /// <param name="from">The first gap.</param>
    /// <param name="to">The gap behind the last.</param>
    /// <param name="share">1 / n.</param>
    public static double Sum(
        ReadOnlySpan<double> places, ReadOnlySpan<double> integrals, ReadOnlySpan<double> reaches, ReadOnlySpan<double> least, int from, int to, double share)
    {
        ref double y = ref MemoryMarshal.GetReference(places[..(to + 1)]);
        ref double a = ref MemoryMarshal.GetReference(integrals[..(to + 1)]);
        ref double q = ref MemoryMarshal.GetReference(reaches[..to]);
        ref double p = ref MemoryMarshal.GetReference(least[..to]);
        double sum = 0;
        int i = from;
        if (Vector256.IsHardwareAccelerated)
        {
            Vector256<double> total = Vector256<double>.Zero;
            Vector256<double> number = Vector256.Create(i + 1.0, i + 2.0, i + 3.0, i + 4.0);
            for (; i + 4 <= to; i += 4)
            {
                nuint at = (nuint)i;
                Vector256<double> level = (number * share) - Vector256.Create(0.5);
                Vector256<double> left = Vector256.LoadUnsafe(ref y, at);
                Vector256<double> right = Vector256.LoadUnsafe(ref y, at + 1);
                Vector256<double> reach = Vector256.LoadUnsafe(ref q, at);
                Vector256<double> lowest = Vector256.LoadUnsafe(ref p, at);
                Vector256<double> first = Vector256.LoadUnsafe(ref a, at) - (level * left);
                Vector256<double> second = Vector256.LoadUnsafe(ref a, at + 1) - (level * right);
                Vector256<double> isBetween = Vector256.LessThan(left, reach) & Vector256.LessThan(reach, right);
                total += Vector256.ConditionalSelect(isBetween, first - lowest + (second - lowest), Vector256.Abs(second - first));
                number += Vector256.Create(4.0);
            }

            sum = Vector256.Sum(total);
        }

        for (; i < to; i++)
        {
            double level = Level(i, share);
            double left = Unsafe.Add(ref y, i);
            double right = Unsafe.Add(ref y, i + 1);
            double reach = Unsafe.Add(ref q, i);
            double lowest = Unsafe.Add(ref p, i);
            double first = Unsafe.Add(ref a, i) - (level * left);
            double second = Unsafe.Add(ref a, i + 1) - (level * right);
            sum += left < reach && reach < right ? first - lowest + (second - lowest) : Math.Abs(second - first);
        }

        return sum;
    }
}
