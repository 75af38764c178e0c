using System.Buffers;
using System.Numerics;

namespace AISafety.Statistics;

/// <summary>The median heuristic for a kernel's bandwidth: the median of the Euclidean distances of all pairs of rows of the pooled sample.</summary>
/// <remarks>Exact, up to rounding of 1e-12. Of more than 3,000 rows in all, 3,000 take part, evenly spaced in their order, the reference's first. Scratch of 8 bytes a pair, for at most 36 MB of distances, is rented; finding their middle may take as much again, and a pool rents out up to twice what is asked for.
/// Squared distances beyond double's range, of values some 1e154 apart, are infinite, and so may the median be.
/// Source: Gretton et al., A Kernel Two-Sample Test, JMLR 13, 2012.</remarks>
public static class MedianHeuristic
{
    /// <summary>Up to this many rows all pairs take part.</summary>
    internal const int MostRows = 3_000;

    // Products may be used where squared norms sum to at most this many typical squared distances: they cost then six bits at most.
    private const double LargeNorms = 64;

    /// <summary>The bandwidth for two samples.</summary>
    /// <param name="reference">Rows, one after the other; finite.</param>
    /// <param name="current">Rows of the other sample; finite.</param>
    /// <param name="dimension">How many values a row has; at least 1.</param>
    /// <returns>0 if half the pairs or more are equal; +infinity if half their squared distances or more are.</returns>
    /// <exception cref="ArgumentException">A sample has no row or an incomplete one, or a value is infinite or NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dimension"/> is less than 1.</exception>
    public static double Of<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current, int dimension = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        FiniteRows.Count(reference, dimension, nameof(reference));
        FiniteRows.Count(current, dimension, nameof(current));
        return OfChecked(reference, current, dimension);
    }

    /// <summary>The bandwidth for one sample.</summary>
    /// <param name="sample">Rows, one after the other; finite.</param>
    /// <param name="dimension">How many values a row has; at least 1.</param>
    /// <returns>0 if half the pairs or more are equal; +infinity if half their squared distances or more are; NaN of a single row.</returns>
    /// <exception cref="ArgumentException">There is no row, a row is incomplete, or a value is infinite or NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dimension"/> is less than 1.</exception>
    public static double Of<T>(ReadOnlySpan<T> sample, int dimension = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        FiniteRows.Count(sample, dimension, nameof(sample));
        return OfChecked(sample, [], dimension);
    }

    /// <summary>The same for rows that are at hand as panels, with the squared distances it found; at most <see cref="MostRows"/> in all.</summary>
    internal static double Of(in RowPanels reference, in RowPanels current, out PairDistances distances)
    {
        int rows = reference.Count + current.Count;
        int pairs = rows * (rows - 1) / 2;
        double largeNorms = 2 * LargeNorms * MedianNorm(reference, current);
        distances = PairDistances.Of(reference, current, largeNorms);
        if (pairs == 0)
        {
            return double.NaN;
        }

        (double lower, double upper) = MiddleValues.Of(distances.Values, pairs);
        if (largeNorms > 4 * LargeNorms * lower)
        {
            // Half the pairs are much nearer to each other than rows are to the centre: products would have lost too many bits.
            distances.Dispose();
            distances = PairDistances.Of(reference, current, 0);
            (lower, upper) = MiddleValues.Of(distances.Values, pairs);
        }

        double near = Math.Sqrt(lower);
        return upper == lower ? near : near + (Math.Sqrt(upper) - near) / 2;
    }

    private static double OfChecked<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current, int dimension)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] scratch = ArrayPool<double>.Shared.Rent(dimension);
        Span<double> center = scratch.AsSpan(0, dimension);
        FiniteRows.FillCenter(reference, center);
        int m = reference.Length / dimension;
        int count = m + current.Length / dimension;
        int used = Math.Min(count, MostRows);

        // Places 0 .. used - 1 stand for rows place * count / used: those of the reference are the first m * used / count, rounded up.
        int ofReference = (int)(((long)m * used + count - 1) / count);
        using RowPanels x = RowPanels.Room(ofReference, dimension);
        using RowPanels y = RowPanels.Room(used - ofReference, dimension);
        for (int place = 0; place < used; place++)
        {
            int row = (int)((long)place * count / used);
            if (place < ofReference)
            {
                x.Put(place, reference.Slice(row * dimension, dimension), center);
            }
            else
            {
                y.Put(place - ofReference, current.Slice((row - m) * dimension, dimension), center);
            }
        }

        ArrayPool<double>.Shared.Return(scratch);
        x.Close();
        y.Close();
        double median = Of(x, y, out PairDistances distances);
        distances.Dispose();
        return median;
    }

    private static double MedianNorm(in RowPanels reference, in RowPanels current)
    {
        double[] norms = ArrayPool<double>.Shared.Rent(reference.Count + current.Count);
        int count = CopyNorms(reference, norms, 0);
        count = CopyNorms(current, norms, count);
        double median = Selection.Select(norms.AsSpan(0, count), count / 2);
        ArrayPool<double>.Shared.Return(norms);
        return median;
    }

    private static int CopyNorms(in RowPanels rows, Span<double> target, int at)
    {
        for (int i = 0; i < rows.Count; i++, at++)
        {
            target[at] = rows.Norms(i / RowPanels.Width)[i % RowPanels.Width];
        }

        return at;
    }
}
