using System.Buffers;
using System.Numerics;

namespace AISafety.Statistics;

/// <summary>The share of the lattice paths from (0, 0) to (m, n), all equally likely, that go as far from the diagonal as a bound.</summary>
/// <remarks>Every number in the recursion is a share of paths that did reach the bound, so that nothing cancels and small p-values are right to their
/// last digits. Source: Hodges, The significance probability of the Smirnov two-sample test, Arkiv for Matematik 3, 1958.</remarks>
internal static class LatticePaths
{
    /// <summary>The share with max |i n / g - j m / g| at least <paramref name="bound"/>, g the greatest common divisor.</summary>
    public static double ShareReaching(int m, int n, long bound)
    {
        if (bound <= 0)
        {
            return 1;
        }

        if (m == n)
        {
            return Square(n, bound);
        }

        long divisor = (long)BigInteger.GreatestCommonDivisor(m, n);
        return m > n ? Rectangle(m, n, m / divisor, n / divisor, bound) : Rectangle(n, m, n / divisor, m / divisor, bound);
    }

    // 2 (C(2n, n+h) - C(2n, n+2h) + ...) / C(2n, n), from the inside out; each quotient of neighbours is a product of h factors.
    private static double Square(int n, long h)
    {
        double share = 0;
        for (long k = n / h; k >= 1; k--)
        {
            double quotient = 1;
            for (long j = (k - 1) * h; j < k * h; j++)
            {
                quotient *= (n - j) / (n + j + 1.0);
            }

            share = quotient * (1 - share);
        }

        return Math.Min(1, 2 * share);
    }

    // share[j] at column i is that of the paths to (i, j): i / (i + j) of them come from (i - 1, j), the rest from (i, j - 1).
    private static double Rectangle(int m, int n, long mUnits, long nUnits, long bound)
    {
        double[] share = ArrayPool<double>.Shared.Rent(n + 1);
        share.AsSpan(0, n + 1).Fill(1);
        for (int i = 0; i <= m; i++)
        {
            // Inside are the j with |i n' - j m'| < bound; the cells on both sides of them have reached it: share 1.
            long center = i * nUnits;
            int first = (int)Math.Max(0, FloorQuotient(center - bound, mUnits) + 1);
            int last = (int)Math.Min(n, FloorQuotient(center + bound - 1, mUnits));
            if (first > 0)
            {
                share[first - 1] = 1;
            }

            double below = first > 0 ? 1 : 0;
            for (int j = first; j <= last; j++)
            {
                below = i + j == 0 ? 0 : (share[j] * i + below * j) / (i + j);
                share[j] = below;
            }
        }

        double result = share[n];
        ArrayPool<double>.Shared.Return(share);
        return result;
    }

    private static long FloorQuotient(long dividend, long divisor)
    {
        long quotient = dividend / divisor;
        return dividend % divisor < 0 ? quotient - 1 : quotient;
    }
}
