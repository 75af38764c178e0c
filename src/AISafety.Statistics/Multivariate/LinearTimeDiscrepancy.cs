using System.Numerics;

namespace AISafety.Statistics;

/// <summary>The maximum mean discrepancy in linear time: for samples too large for all pairs.</summary>
/// <remarks>
/// <para>Rows are taken two by two in their order, x and x' of the reference with y and y' of the current sample, and h = k(x, x') + k(y, y') - k(x, y') - k(x', y) with
/// k(a, b) = exp(-|a - b|^2 / (2 sigma^2)) is averaged: an unbiased estimate of the squared discrepancy, normal for many rows. The p-value is one-sided. Rows of the longer sample that have no partner
/// are left over. The order of rows must not matter: shuffle ordered ones. Source: Gretton et al., A Kernel Two-Sample Test, JMLR 13, 2012, section 6.</para>
/// <para>It needs many more rows than <see cref="MaximumMeanDiscrepancy"/> to see the same difference. A row with NaN is refused.</para>
/// </remarks>
public static class LinearTimeDiscrepancy
{
    /// <summary>Tests two samples.</summary>
    /// <param name="reference">Rows, one after the other; at least four, finite.</param>
    /// <param name="current">Rows of the other sample; at least four, finite.</param>
    /// <param name="bandwidth">Sigma, in the unit of the values; more than 0, finite.</param>
    /// <param name="dimension">How many values a row has; at least 1.</param>
    /// <returns>Statistic, p-value and how many rows took part; with all h equal, p is 0 or 1.</returns>
    /// <exception cref="ArgumentException">A sample has fewer than four rows or an incomplete one, or a value is infinite or NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static TwoSampleResult Compute<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current, double bandwidth, int dimension = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        MaximumMeanDiscrepancy.RequireBandwidth(bandwidth, true);
        using PooledRows rows = PooledRows.Of(reference, current, dimension, 4);
        int m = rows.ReferenceCount;
        int fours = Math.Min(m, rows.Count - m) / 2;

        // Finite, so that a distance of 0 gives 1 for any bandwidth.
        double factor = Math.Max(-0.5 / bandwidth / bandwidth, -double.MaxValue);
        double mean = 0;
        double squares = 0;
        for (int i = 0; i < fours; i++)
        {
            ReadOnlySpan<double> x = rows[2 * i];
            ReadOnlySpan<double> xNext = rows[2 * i + 1];
            ReadOnlySpan<double> y = rows[m + 2 * i];
            ReadOnlySpan<double> yNext = rows[m + 2 * i + 1];
            double h = Kernel(x, xNext, factor) + Kernel(y, yNext, factor) - Kernel(x, yNext, factor) - Kernel(xNext, y, factor);

            // Welford's update.
            double difference = h - mean;
            mean += difference / (i + 1);
            squares += difference * (h - mean);
        }

        double error = Math.Sqrt(squares / (fours - 1) / fours);
        double p = error > 0 ? NormalTail.Of(mean / error) : mean > 0 ? 0 : 1;
        return new(mean, p, 2 * fours, 2 * fours, 0);
    }

    private static double Kernel(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double factor) => Math.Exp(factor * PooledRows.SquaredDistance(a, b));
}
