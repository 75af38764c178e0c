using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AISafety.Statistics;

/// <summary>The same sums by vectors of 512 bits, sixteen values at a time: half the instructions, where the machine has them.</summary>
internal static partial class MomentsKernel
{
    /// <summary>Sums a block without gaps as far as sixteens go. Gives how far that is.</summary>
    private static nuint PassBySixteen<T, TLanes>(ref T x, nuint length, ref PowerSums sums)
        where T : struct
        where TLanes : struct, ILanes<T>
    {
        Vector512<double> p = Vector512.Create(sums.Pivot);
        Vector512<double> min = Vector512.Create(double.PositiveInfinity);
        Vector512<double> max = -min;
        Vector512<double> a1 = default, a2 = default, a3 = default, a4 = default;
        Vector512<double> b1 = default, b2 = default, b3 = default, b4 = default;
        nuint i = 0;
        for (; i + 16 <= length; i += 16)
        {
            Ahead.Fetch(ref Unsafe.Add(ref x, i));
            Ahead.Fetch(ref Unsafe.Add(ref x, i + 8));
            Vector512<double> a = TLanes.LoadEight(ref x, i);
            Vector512<double> b = TLanes.LoadEight(ref x, i + 8);
            min = Vector512.MinNative(Vector512.MinNative(a, b), min);
            max = Vector512.MaxNative(Vector512.MaxNative(a, b), max);
            a -= p;
            b -= p;
            Vector512<double> aa = a * a;
            Vector512<double> bb = b * b;
            a1 += a;
            b1 += b;
            a2 += aa;
            b2 += bb;
            a3 = Vector512.MultiplyAddEstimate(aa, a, a3);
            b3 = Vector512.MultiplyAddEstimate(bb, b, b3);
            a4 = Vector512.MultiplyAddEstimate(aa, aa, a4);
            b4 = Vector512.MultiplyAddEstimate(bb, bb, b4);
        }

        sums.Count = (long)i;
        sums.First = Vector512.Sum(a1 + b1);
        sums.Second = Vector512.Sum(a2 + b2);
        sums.Third = Vector512.Sum(a3 + b3);
        sums.Fourth = Vector512.Sum(a4 + b4);
        for (int lane = 0; lane < 8; lane++)
        {
            sums.Min = min[lane] < sums.Min ? min[lane] : sums.Min;
            sums.Max = max[lane] > sums.Max ? max[lane] : sums.Max;
        }

        return i;
    }
}
