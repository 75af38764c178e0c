using System.Numerics;

namespace AISafety.Statistics;

/// <summary>The Mann-Whitney U test (Wilcoxon's rank-sum test) of two samples: does one tend to be greater than the other? Two-sided.</summary>
/// <remarks>
/// <para>U = how many pairs have the reference's number greater, a tie counting one half: from 0 to m n. Ties share their mean rank.</para>
/// <para>Asymptotic p-value: U as normal with mean m n / 2, variance m n / 12 ((N + 1) - sum of (t^3 - t) / (N (N - 1))) over the runs of t ties, and a
/// continuity correction of one half. Exact: twice the share of all orders with U as extreme or more, at most 1; with ties U is rounded towards the mean, which errs to the large side.
/// Automatic: exact when the smaller sample has at most 8 numbers and there is no tie. All numbers equal: p = 1.</para>
/// <para>NaN means missing: left out and counted. Infinities take part in the order. Source: Mann and Whitney, Ann. Math. Statist. 18, 1947.</para>
/// </remarks>
public static class MannWhitney
{
    private const int ExactUpTo = 8;

    /// <summary>Tests two samples.</summary>
    /// <param name="reference">One sample, in any order.</param>
    /// <param name="current">The other sample, in any order.</param>
    /// <param name="method">How to get the p-value. Exact takes time and memory in proportion to m n times the smaller of m and n.</param>
    /// <exception cref="ArgumentException">A sample has no number; or exact is asked for with more than 1e300 orders of the samples.</exception>
    public static TwoSampleResult Compute<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current, PValueMethod method = PValueMethod.Automatic)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using SampleScratch<T> x = SampleScratch<T>.Sorted(reference, nameof(reference));
        using SampleScratch<T> y = SampleScratch<T>.Sorted(current, nameof(current));
        return OfSorted<T>(x.Values, y.Values, x.Missing + y.Missing, method);
    }

    /// <summary>Tests a sample against a prepared one.</summary>
    /// <param name="reference">The prepared sample.</param>
    /// <param name="current">The other sample, in any order.</param>
    /// <param name="method">How to get the p-value.</param>
    /// <exception cref="ArgumentException"><paramref name="current"/> has no number; or exact is asked for with more than 1e300 orders of the samples.</exception>
    public static TwoSampleResult Compute<T>(SortedSample<T> reference, ReadOnlySpan<T> current, PValueMethod method = PValueMethod.Automatic)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(reference);
        using SampleScratch<T> y = SampleScratch<T>.Sorted(current, nameof(current));
        return OfSorted(reference.Ascending, y.Values, reference.Missing + y.Missing, method);
    }

    private static TwoSampleResult OfSorted<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, int missing, PValueMethod method)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Choice.Require(method, nameof(method));

        // Twice U, in whole numbers.
        long twice = 0;
        double tied = 0;
        PooledRuns<T> runs = new(x, y);
        while (runs.MoveNext())
        {
            twice += runs.XCount * (2L * runs.YBefore + runs.YCount);
            double t = runs.XCount + runs.YCount;
            tied += t * (t * t - 1);
        }

        bool exact = method == PValueMethod.Exact || (method == PValueMethod.Automatic && Math.Min(x.Length, y.Length) <= ExactUpTo && tied == 0);
        double pairs = (double)x.Length * y.Length;
        double u = twice / 2.0;
        double smaller = Math.Min(u, pairs - u);
        double p = exact
            ? RankSumOrders.TwoSided(x.Length, y.Length, (long)Math.Ceiling(smaller))
            : Asymptotic(x.Length, y.Length, pairs / 2 - smaller - 0.5, tied);
        return new(u, p, x.Length, y.Length, missing);
    }

    private static double Asymptotic(double m, double n, double distance, double tied)
    {
        double count = m + n;
        double variance = m * n / 12 * (count + 1 - tied / (count * (count - 1)));
        return variance > 0 ? Math.Min(1, 2 * NormalTail.Of(distance / Math.Sqrt(variance))) : 1;
    }
}
