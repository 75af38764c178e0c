using System.Numerics;

namespace AISafety.Statistics;

/// <summary>The Cramer-von Mises test of two samples: the mean squared distance of their empirical distribution functions.</summary>
/// <remarks>
/// <para>T = U / (m n N) - (4 m n - 1) / (6 N) with N = m + n and U = m sum of (r_i - i)^2 + n sum of (s_j - j)^2, r and s the ranks of the samples'
/// ascending numbers in the pooled one; ties share their mean rank. Computed in whole numbers, so that nothing cancels.</para>
/// <para>Exact p-value: over all orders (Xiao, Gordon and Yakovlev, J. Stat. Software 17(8), 2006). Asymptotic: T standardised to the mean and variance of the limiting
/// distribution (Anderson, Ann. Math. Statist. 33, 1962).</para>
/// <para>NaN means missing: left out and counted. Infinities take part in the order.</para>
/// </remarks>
public static class CramerVonMises
{
    private const int ExactUpTo = 20;

    /// <summary>Tests two samples.</summary>
    /// <param name="reference">One sample, in any order; at least two numbers.</param>
    /// <param name="current">The other sample, in any order; at least two numbers.</param>
    /// <param name="method">How to get the p-value.</param>
    /// <exception cref="ArgumentException">A sample has fewer than two numbers; or exact is asked for with more than 60 in a sample.</exception>
    public static TwoSampleResult Compute<T>(
        ReadOnlySpan<T> reference, ReadOnlySpan<T> current, CramerVonMisesMethod method = CramerVonMisesMethod.Automatic)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using SampleScratch<T> x = SampleScratch<T>.Sorted(reference, nameof(reference));
        using SampleScratch<T> y = SampleScratch<T>.Sorted(current, nameof(current));
        return OfSorted<T>(x.Values, y.Values, x.Missing + y.Missing, method);
    }

    /// <summary>Tests a sample against a prepared one.</summary>
    /// <param name="reference">The prepared sample; at least two numbers.</param>
    /// <param name="current">The other sample, in any order; at least two numbers.</param>
    /// <param name="method">How to get the p-value.</param>
    /// <exception cref="ArgumentException">A sample has fewer than two numbers; or exact is asked for with more than 60 in a sample.</exception>
    public static TwoSampleResult Compute<T>(
        SortedSample<T> reference, ReadOnlySpan<T> current, CramerVonMisesMethod method = CramerVonMisesMethod.Automatic)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(reference);
        using SampleScratch<T> y = SampleScratch<T>.Sorted(current, nameof(current));
        return OfSorted(reference.Ascending, y.Values, reference.Missing + y.Missing, method);
    }

    private static TwoSampleResult OfSorted<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current, int missing, CramerVonMisesMethod method)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Choice.Require(method, nameof(method));
        RequireTwo(reference.Length, nameof(reference));
        RequireTwo(current.Length, nameof(current));
        int m = reference.Length;
        int n = current.Length;

        // 24 m n N T = 6 (4 U) - 4 m n (4 m n - 1), a whole number.
        Int128 pairs = (Int128)m * n;
        Int128 numerator = 6 * FourU(reference, current) - 4 * pairs * (4 * pairs - 1);
        double total = m + (double)n;
        double statistic = (double)numerator / (24 * (double)pairs * total);
        bool exact = method == CramerVonMisesMethod.Exact || (method == CramerVonMisesMethod.Automatic && Math.Max(m, n) <= ExactUpTo);
        double p = exact
            ? CramerVonMisesOrders.Survival(m, n, numerator)
            : Asymptotic(statistic, (double)pairs, m, n, method);
        return new(statistic, p, m, n, missing);
    }

    private static Int128 FourU<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Int128 first = 0;
        Int128 second = 0;
        PooledRuns<T> runs = new(reference, current);
        while (runs.MoveNext())
        {
            // Twice the mean rank of the run.
            long rank = (long)runs.XBefore + runs.YBefore + runs.XThrough + runs.YThrough + 1;
            first += Squares(rank, runs.XBefore, runs.XThrough);
            second += Squares(rank, runs.YBefore, runs.YThrough);
        }

        return reference.Length * first + current.Length * second;
    }

    private static Int128 Squares(long rank, int before, int through)
    {
        Int128 sum = 0;
        for (long i = before + 1; i <= through; i++)
        {
            long difference = rank - 2 * i;
            sum += (Int128)difference * difference;
        }

        return sum;
    }

    private static double Asymptotic(double statistic, double pairs, double m, double n, CramerVonMisesMethod method)
    {
        double total = m + n;
        double mean = (1 + 1 / total) / 6;
        double variance = (total + 1) * (4 * pairs * total - 3 * (m * m + n * n) - 2 * pairs) / (45 * total * total * 4 * pairs);
        double standard = 1.0 / 6 + (statistic - mean) / Math.Sqrt(45 * variance);
        return method == CramerVonMisesMethod.AsymptoticSeries
            ? CramerVonMisesDistribution.SurvivalBySeries(standard)
            : CramerVonMisesDistribution.Survival(standard);
    }

    private static void RequireTwo(int count, string name)
    {
        if (count < 2)
        {
            throw new ArgumentException("There is one number in the sample; expected at least two.", name);
        }
    }
}
