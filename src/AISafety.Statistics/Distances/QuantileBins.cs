using System.Numerics;

namespace AISafety.Statistics;

/// <summary>A reference binned once at its own quantiles: the prepared form of the binned distances.</summary>
/// <remarks>
/// <para>Edges: the distinct ones of the quantiles at 0, 1/k, ..., 1 of the reference, linear between order statistics (Hyndman and Fan's type 7). Bin i holds edge i up to, without,
/// edge i + 1; the last one is closed. Values below the first edge count in the first bin, values above the last in the last, infinities included.</para>
/// <para>NaN means missing: left out of the bins. Immutable.</para>
/// </remarks>
public sealed class QuantileBins
{
    private readonly double[] _edges;
    private readonly long[] _reference;

    private QuantileBins(double[] edges, long[] reference)
    {
        _edges = edges;
        _reference = reference;
    }

    /// <summary>How many bins there are; at least 1, and fewer than asked for where quantiles coincide.</summary>
    public int Count => _reference.Length;

    /// <summary>The edges, ascending and distinct: one more than bins; two equal ones if all values are equal.</summary>
    public ReadOnlySpan<double> Edges => _edges;

    /// <summary>How many values of the reference are in each bin.</summary>
    public ReadOnlySpan<long> ReferenceCounts => _reference;

    /// <summary>Takes the edges from a reference, and bins it.</summary>
    /// <param name="reference">The reference; finite, in any order.</param>
    /// <param name="bins">k; at least 1.</param>
    /// <exception cref="ArgumentException">The reference has no number, or an infinite one.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bins"/> is less than 1.</exception>
    public static QuantileBins Fit<T>(ReadOnlySpan<T> reference, int bins)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        using SampleScratch sorted = SampleScratch.Sorted(reference, nameof(reference));
        ReadOnlySpan<double> ascending = sorted.Values;
        if (double.IsInfinity(ascending[0]) || double.IsInfinity(ascending[^1]))
        {
            throw new ArgumentException("A number of the reference is infinite; expected finite ones.", nameof(reference));
        }

        List<double> edges = [ascending[0]];
        for (int i = 1; i <= bins; i++)
        {
            double edge = i == bins ? ascending[^1] : Quantile(ascending, i * (1.0 / bins));
            if (edge > edges[^1] || (i == bins && edges.Count == 1))
            {
                edges.Add(edge);
            }
        }

        QuantileBins result = new([.. edges], new long[edges.Count - 1]);
        result.CountInto(ascending, result._reference);
        return result;
    }

    /// <summary>Counts a sample into the bins.</summary>
    /// <param name="current">The sample, in any order.</param>
    /// <param name="counts">Receives the counts, <see cref="Count"/> of them.</param>
    /// <returns>How many NaN were left out.</returns>
    /// <exception cref="ArgumentException"><paramref name="counts"/> has another length.</exception>
    public int CountInto<T>(ReadOnlySpan<T> current, Span<long> counts)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (counts.Length != Count)
        {
            throw new ArgumentException($"There is room for {counts.Length} counts; expected {Count}.", nameof(counts));
        }

        counts.Clear();
        int missing = 0;
        foreach (T element in current)
        {
            double value = double.CreateTruncating(element);
            if (double.IsNaN(value))
            {
                missing++;
            }
            else
            {
                counts[BinOf(value)]++;
            }
        }

        return missing;
    }

    // How many of the inner edges are at most the value.
    private int BinOf(double value)
    {
        int low = 0;
        int high = Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) >>> 1;
            if (_edges[middle] <= value)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }

    // Interpolates from the nearer end, so that a quantile is never rounded past its neighbours and agrees with NumPy's to the last bit.
    private static double Quantile(ReadOnlySpan<double> ascending, double share)
    {
        double position = share * (ascending.Length - 1);
        int below = (int)Math.Floor(position);
        if (below >= ascending.Length - 1)
        {
            return ascending[^1];
        }

        double part = position - below;
        double difference = ascending[below + 1] - ascending[below];
        return part >= 0.5 ? ascending[below + 1] - difference * (1 - part) : ascending[below] + difference * part;
    }
}
