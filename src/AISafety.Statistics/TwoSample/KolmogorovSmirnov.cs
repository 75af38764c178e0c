using System.Numerics;

namespace AISafety.Statistics;

/// <summary>The Kolmogorov-Smirnov test of two samples: the largest distance between their empirical distribution functions.</summary>
/// <remarks>
/// <para>D = max over x of |F(x) - G(x)|, from 0 to 1, compared only where a run of equal values ends, and counted in whole numbers: D is k / lcm(m, n)
/// for a whole k, and no rounding decides. Two-sided.</para>
/// <para>Exact p-value: the share of all lattice paths from (0, 0) to (m, n) that reach the distance D (Hodges, The significance probability of the Smirnov
/// two-sample test, 1958); with ties it is an upper bound. Asymptotic: the one-sample distribution (<see cref="KolmogorovSmirnovFit"/>) at
/// m n / (m + n), rounded to the nearest whole number, half to even. Automatic: exact up to 10,000 numbers in the larger sample.</para>
/// <para>NaN means missing: left out and counted. Infinities take part in the order.</para>
/// </remarks>
public static class KolmogorovSmirnov
{
    private const int ExactUpTo = 10_000;

    // Below this, sorting is as quick.
    private const int LeastToMap = 256;

    /// <summary>Tests two samples.</summary>
    /// <param name="reference">One sample, in any order.</param>
    /// <param name="current">The other sample, in any order.</param>
    /// <param name="method">How to get the p-value. Exact takes time in proportion to D (m + n)^2, and to n alone when m = n.</param>
    /// <exception cref="ArgumentException">A sample has no number.</exception>
    public static TwoSampleResult Compute<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current, PValueMethod method = PValueMethod.Automatic)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using SampleScratch<T> x = SampleScratch<T>.Sorted(reference, nameof(reference));
        using SampleScratch<T> y = SampleScratch<T>.Sorted(current, nameof(current));
        return Result(new(StepGap.Of<T>(x.Values, y.Values), x.Values.Length, y.Values.Length, y.Missing), x.Missing, method);
    }

    /// <summary>Tests a sample against a prepared one, without sorting it where that can be helped.</summary>
    /// <remarks>A monotone map takes values to cells. Counting the sample by cells gives both functions at the cells' edges, hence a lower bound of D, and an upper
    /// bound within each cell; only the values of those few cells whose bound is above it are sorted, and looked up in the reference.</remarks>
    /// <param name="reference">The prepared sample.</param>
    /// <param name="current">The other sample, in any order.</param>
    /// <param name="method">How to get the p-value.</param>
    /// <exception cref="ArgumentException"><paramref name="current"/> has no number.</exception>
    public static TwoSampleResult Compute<T>(SortedSample<T> reference, ReadOnlySpan<T> current, PValueMethod method = PValueMethod.Automatic)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(reference);
        if (current.Length >= LeastToMap && reference.CellsFor(current.Length)?.Compare(current) is { CurrentCount: > 0 } gap)
        {
            return Result(gap, reference.Missing, method);
        }

        using SampleScratch<T> y = SampleScratch<T>.Sorted(current, nameof(current));
        return Result(new(StepGap.Search(reference.Ascending, y.Values), reference.Count, y.Values.Length, y.Missing), reference.Missing, method);
    }

    private static TwoSampleResult Result(KolmogorovSmirnovGap gap, int referenceMissing, PValueMethod method)
    {
        Choice.Require(method, nameof(method));
        (long numerator, int m, int n, int missing) = gap;
        long divisor = (long)BigInteger.GreatestCommonDivisor(m, n);
        long steps = numerator / divisor;
        double statistic = steps / (m / divisor * (double)n);
        bool exact = method == PValueMethod.Exact || (method == PValueMethod.Automatic && Math.Max(m, n) <= ExactUpTo);
        double p = exact ? LatticePaths.ShareReaching(m, n, steps) : KolmogorovDistribution.Survival(EffectiveCount(m, n), statistic);
        return new(statistic, p, m, n, referenceMissing + missing);
    }

    private static int EffectiveCount(int m, int n) => Math.Max(1, (int)Math.Round((double)m * n / ((double)m + n), MidpointRounding.ToEven));
}
