using System.Numerics;

namespace AISafety.Statistics;

/// <summary>The G test of independence, for contingency tables: the likelihood ratio.</summary>
/// <remarks>The statistic is 2 times the sum of observed ln(observed / expected), expected = row sum x column sum / n; no correction for continuity. An empty cell adds 0; empty rows and columns are passed over. Source: Wilks, Ann. Math. Statist. 6, 1935.</remarks>
public static class GTest
{
    /// <summary>Tests whether two samples fall into categories alike.</summary>
    /// <param name="reference">How many values of the reference are in each category: 0 or more, finite.</param>
    /// <param name="current">Likewise for the current sample; the same categories.</param>
    /// <exception cref="ArgumentException">The numbers of categories differ, a count is negative, infinite or NaN, or all are zero.</exception>
    public static ContingencyResult Compute<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current)
        where T : unmanaged, INumber<T> => ContingencyTable.ComputeTwoRows(reference, current, default(Measure));

    /// <summary>Tests whether rows and columns of a table are independent.</summary>
    /// <param name="counts">The table, row after row: 0 or more, finite.</param>
    /// <param name="rows">How many rows; at least 1.</param>
    /// <exception cref="ArgumentException">The rows are not equally long, a count is negative, infinite or NaN, or all are zero.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rows"/> is less than 1.</exception>
    public static ContingencyResult Compute<T>(ReadOnlySpan<T> counts, int rows)
        where T : unmanaged, INumber<T> => ContingencyTable.Compute(counts, rows, default(Measure));

    /// <summary>Tests whether a sample falls into the bins of a prepared one alike.</summary>
    /// <param name="reference">The prepared sample.</param>
    /// <param name="current">The other sample, in any order; NaN is left out.</param>
    /// <exception cref="ArgumentException"><paramref name="current"/> has no number.</exception>
    public static ContingencyResult Compute<T>(BinnedSample<T> reference, ReadOnlySpan<T> current)
        where T : struct, IFloatingPointIeee754<T>
    {
        using BinScratch<T> counts = BinScratch<T>.Of(reference, current);
        return Compute(reference.Counts, counts.Counts);
    }

    private readonly struct Measure : ICellMeasure
    {
        public double Of(double observed, double expected)
        {
            // The deviance also holds expected - observed, which sums to zero.
            return 2 * SaddlePoint.Deviance(observed, expected);
        }
    }
}
