using System.Numerics;

namespace AISafety.Statistics;

/// <summary>The Kolmogorov-Smirnov test of two samples: the largest distance between their empirical distribution functions.</summary>
/// <remarks>
/// <para>D = max over x of |F(x) - G(x)|, from 0 to 1, compared only where a run of equal values ends, and counted in whole numbers: D is k / lcm(m, n)
/// for a whole k, and no rounding decides. Two-sided.</para>
/// <para>Exact p-value: the share of all lattice paths from (0, 0) to (m, n) that reach the distance D (Hodges, The significance probability of the Smirnov
/// two-sample test, 1958); with ties it is an upper bound. Asymptotic: the exact one-sample distribution (<see cref="KolmogorovSmirnovFit"/>) at
/// m n / (m + n), rounded to the nearest whole number, half to even. Automatic: exact up to 10,000 numbers in the larger sample.</para>
/// <para>NaN means missing: left out and counted. Infinities take part in the order.</para>
/// </remarks>
public static class KolmogorovSmirnov
{
    private const int ExactUpTo = 10_000;

    /// <summary>Tests two samples.</summary>
    /// <param name="reference">One sample, in any order.</param>
    /// <param name="current">The other sample, in any order.</param>
    /// <param name="method">How to get the p-value. Exact takes time in proportion to D (m + n)^2, and to n alone when m = n.</param>
    /// <exception cref="ArgumentException">A sample has no number.</exception>
    public static TwoSampleResult Compute<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current, PValueMethod method = PValueMethod.Automatic)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using SampleScratch x = SampleScratch.Sorted(reference, nameof(reference));
        using SampleScratch y = SampleScratch.Sorted(current, nameof(current));
        return OfSorted(x.Values, y.Values, x.Missing + y.Missing, method);
    }

    /// <summary>Tests a sample against a prepared one.</summary>
    /// <param name="reference">The prepared sample.</param>
    /// <param name="current">The other sample, in any order.</param>
    /// <param name="method">How to get the p-value.</param>
    /// <exception cref="ArgumentException"><paramref name="current"/> has no number.</exception>
    public static TwoSampleResult Compute<T>(SortedSample reference, ReadOnlySpan<T> current, PValueMethod method = PValueMethod.Automatic)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(reference);
        using SampleScratch y = SampleScratch.Sorted(current, nameof(current));
        return OfSorted(reference.Ascending, y.Values, reference.Missing + y.Missing, method);
    }

    private static TwoSampleResult OfSorted(ReadOnlySpan<double> x, ReadOnlySpan<double> y, int missing, PValueMethod method)
    {
        long divisor = (long)BigInteger.GreatestCommonDivisor(x.Length, y.Length);
        long steps = StepGap.Of(x, y) / divisor;
        double statistic = steps / (x.Length / divisor * (double)y.Length);
        bool exact = method == PValueMethod.Exact || (method == PValueMethod.Automatic && Math.Max(x.Length, y.Length) <= ExactUpTo);
        double p = exact
            ? LatticePaths.ShareReaching(x.Length, y.Length, steps)
            : KolmogorovDistribution.Survival(EffectiveCount(x.Length, y.Length), statistic);
        return new(statistic, p, x.Length, y.Length, missing);
    }

    private static int EffectiveCount(int m, int n) => Math.Max(1, (int)Math.Round((double)m * n / ((double)m + n), MidpointRounding.ToEven));
}
