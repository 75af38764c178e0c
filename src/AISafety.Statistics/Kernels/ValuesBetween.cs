using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AISafety.Statistics;

/// <summary>Counts values by two bounds and gathers those strictly between: one pass, when a rank is known to lie there.</summary>
internal static class ValuesBetween
{
    /// <summary>Gathers.</summary>
    /// <param name="values">NaN counts nowhere.</param>
    /// <param name="low">The lower bound.</param>
    /// <param name="high">The upper bound; not less.</param>
    /// <param name="between">Takes the values between.</param>
    /// <param name="below">How many values are less than the lower bound.</param>
    /// <param name="atLow">How many equal it.</param>
    /// <returns>How many lie between; -1 if they do not fit with three places to spare.</returns>
    public static int TryGather(ReadOnlySpan<double> values, double low, double high, Span<double> between, out long below, out long atLow)
    {
        ref double from = ref MemoryMarshal.GetReference(values);
        ref double to = ref MemoryMarshal.GetReference(between);
        Vector256<double> lower = Vector256.Create(low);
        Vector256<double> upper = Vector256.Create(high);
        Vector256<long> less = default;
        Vector256<long> equal = default;
        int count = 0;
        int i = 0;
        for (; i + 4 <= values.Length && count + 4 <= between.Length; i += 4)
        {
            Vector256<double> x = Vector256.LoadUnsafe(ref from, (nuint)i);
            less -= Vector256.LessThan(x, lower).AsInt64();
            equal -= Vector256.Equals(x, lower).AsInt64();
            int bits = (int)(Vector256.GreaterThan(x, lower) & Vector256.LessThan(x, upper)).ExtractMostSignificantBits();
            if (bits != 0)
            {
                // All four are stored, and what does not count is stored over: no branch for each.
                Unsafe.Add(ref to, count) = x.GetElement(0);
                count += bits & 1;
                Unsafe.Add(ref to, count) = x.GetElement(1);
                count += (bits >> 1) & 1;
                Unsafe.Add(ref to, count) = x.GetElement(2);
                count += (bits >> 2) & 1;
                Unsafe.Add(ref to, count) = x.GetElement(3);
                count += bits >> 3;
            }
        }

        below = Vector256.Sum(less);
        atLow = Vector256.Sum(equal);
        for (; i < values.Length && count < between.Length; i++)
        {
            double x = Unsafe.Add(ref from, i);
            below += x < low ? 1 : 0;
            atLow += x == low ? 1 : 0;
            if (x > low && x < high)
            {
                Unsafe.Add(ref to, count++) = x;
            }
        }

        return i == values.Length ? count : -1;
    }
}
