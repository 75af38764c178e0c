using System.Buffers;
using System.Numerics;

namespace AISafety.Statistics;

/// <summary>The median heuristic for a kernel's bandwidth: the median of the Euclidean distances of all pairs of rows of the pooled sample.</summary>
/// <remarks>Of more than 3,000 rows in all, 3,000 take part, evenly spaced in their order. Source: Gretton et al., A Kernel Two-Sample Test, JMLR 13, 2012.</remarks>
public static class MedianHeuristic
{
    private const int MostRows = 3_000;

    /// <summary>The bandwidth for two samples.</summary>
    /// <param name="reference">Rows, one after the other; finite.</param>
    /// <param name="current">Rows of the other sample; finite.</param>
    /// <param name="dimension">How many values a row has; at least 1.</param>
    /// <returns>0 if half the pairs or more are equal; NaN of a single row in all.</returns>
    /// <exception cref="ArgumentException">There is no row, a row is incomplete, or a value is infinite or NaN.</exception>
    public static double Of<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current, int dimension = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using PooledRows rows = PooledRows.Of(reference, current, dimension);
        return Of(rows);
    }

    internal static double Of(in PooledRows rows)
    {
        int used = Math.Min(rows.Count, MostRows);
        int pairs = used * (used - 1) / 2;
        double[] distances = ArrayPool<double>.Shared.Rent(pairs);
        int next = 0;
        for (int i = 1; i < used; i++)
        {
            ReadOnlySpan<double> row = rows[RowOf(i, used, rows.Count)];
            for (int j = 0; j < i; j++)
            {
                distances[next++] = Math.Sqrt(PooledRows.SquaredDistance(row, rows[RowOf(j, used, rows.Count)]));
            }
        }

        double median = Median.OfNumbers(distances.AsSpan(0, pairs));
        ArrayPool<double>.Shared.Return(distances);
        return median;
    }

    private static int RowOf(int index, int used, int count) => (int)((long)index * count / used);
}
