using System.Numerics;
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
    /// <param name="between">Takes the values between, as far as they fit.</param>
    /// <param name="below">How many values are less than the lower bound.</param>
    /// <param name="atLow">How many equal it.</param>
    /// <returns>How many lie between, even if they did not fit.</returns>
    public static int Gather(ReadOnlySpan<double> values, double low, double high, Span<double> between, out long below, out long atLow)
    {
        ref double from = ref MemoryMarshal.GetReference(values);
        Vector256<double> lower = Vector256.Create(low);
        Vector256<double> upper = Vector256.Create(high);
        Vector256<long> less = default;
        Vector256<long> equal = default;
        int count = 0;
        int i = 0;
        for (; i + 4 <= values.Length; i += 4)
        {
            Vector256<double> x = Vector256.LoadUnsafe(ref from, (nuint)i);
            less -= Vector256.LessThan(x, lower).AsInt64();
            equal -= Vector256.Equals(x, lower).AsInt64();
            for (uint bits = (Vector256.GreaterThan(x, lower) & Vector256.LessThan(x, upper)).ExtractMostSignificantBits(); bits != 0; bits &= bits - 1)
            {
                Keep(Unsafe.Add(ref from, i + BitOperations.TrailingZeroCount(bits)), between, count++);
            }
        }

        below = Vector256.Sum(less);
        atLow = Vector256.Sum(equal);
        for (; i < values.Length; i++)
        {
            double x = Unsafe.Add(ref from, i);
            below += x < low ? 1 : 0;
            atLow += x == low ? 1 : 0;
            if (x > low && x < high)
            {
                Keep(x, between, count++);
            }
        }

        return count;
    }

    private static void Keep(double value, Span<double> between, int place)
    {
        if (place < between.Length)
        {
            between[place] = value;
        }
    }
}
