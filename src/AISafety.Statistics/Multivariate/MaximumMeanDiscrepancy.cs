using System.Buffers;
using System.Numerics;

namespace AISafety.Statistics;

/// <summary>The maximum mean discrepancy of two samples of rows, by the Gaussian kernel: it sees any difference of distribution.</summary>
/// <remarks>
/// <para>k(a, b) = exp(-|a - b|^2 / (2 sigma^2)). Unbiased: the mean of k over pairs of different rows within the reference, plus that within the current sample, less twice the mean
/// over pairs across. Biased: the same with each row paired with itself too. Source: Gretton et al., A Kernel Two-Sample Test, JMLR 13, 2012.</para>
/// <para>The p-value is by permutation of the rows over both samples; it is valid at any sample size. A deal as good as the samples' own up to rounding counts as large.</para>
/// <para>Time is in proportion to N^2, memory to N and to N times permutations / 2 bytes. Without a bandwidth the squared distances of up to 3,000 rows, 8 bytes a pair, are kept between finding it and using
/// it. Distances are computed in double as |a|^2 + |b|^2 - 2 a b about the reference's middle, and by differences where rows lie more than about four bandwidths from there: kernel values are
/// within 2e-15 of those by differences among ordinary rows, and should be right to about 1e-13 at that limit. A row with NaN has no place: refused.</para>
/// </remarks>
public static class MaximumMeanDiscrepancy
{
    private const int MostPermutations = 100_000;

    /// <summary>Compares two samples.</summary>
    /// <param name="reference">Rows, one after the other; at least two, finite.</param>
    /// <param name="current">Rows of the other sample; at least two, finite.</param>
    /// <param name="dimension">How many values a row has; at least 1.</param>
    /// <param name="bandwidth">Sigma, in the unit of the values; more than 0, finite. Null: <see cref="MedianHeuristic"/>.</param>
    /// <param name="permutations">How many; 0 for no p-value, at most 100,000.</param>
    /// <param name="seed">Of the permutations.</param>
    /// <exception cref="ArgumentException">A sample has fewer than two rows or an incomplete one, a value is infinite or NaN, or half the pairs are equal and no bandwidth is
    /// given.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static MeanDiscrepancyResult Compute<T>(
        ReadOnlySpan<T> reference, ReadOnlySpan<T> current, int dimension = 1, double? bandwidth = null, int permutations = 0, int seed = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequirePermutations(permutations);
        if (bandwidth is double given)
        {
            RequireBandwidth(given, true);
        }

        int m = FiniteRows.Count(reference, dimension, nameof(reference), 2);
        int n = FiniteRows.Count(current, dimension, nameof(current), 2);
        double[] scratch = ArrayPool<double>.Shared.Rent(dimension);
        Span<double> center = scratch.AsSpan(0, dimension);
        FiniteRows.FillCenter(reference, center);
        using RowPanels x = RowPanels.Of(reference, dimension, center);
        using RowPanels y = RowPanels.Of(current, dimension, center);
        ArrayPool<double>.Shared.Return(scratch);
        using Labellings labellings = Labellings.Deal(m, n, permutations, seed);
        if (bandwidth is null && m + n <= MedianHeuristic.MostRows)
        {
            double median = MedianHeuristic.Of(x, y, out PairDistances distances);
            using (distances)
            {
                return Compute(x, y, labellings, RequireBandwidth(median, false), distances.Values, permutations);
            }
        }

        return Compute(x, y, labellings, bandwidth ?? RequireBandwidth(MedianHeuristic.Of(reference, current, dimension), false), [], permutations);
    }

    /// <summary>Compares a sample with a prepared one.</summary>
    /// <param name="reference">The prepared sample, with its bandwidth and permutations.</param>
    /// <param name="current">Rows of the other sample; at least two, and as many as the reference was prepared for; finite.</param>
    /// <exception cref="ArgumentException"><paramref name="current"/> has another number of rows or an incomplete one, or a value is infinite or NaN.</exception>
    public static MeanDiscrepancyResult Compute<T>(PreparedMeanDiscrepancy reference, ReadOnlySpan<T> current)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(reference);
        return reference.Compare(current);
    }

    internal static MeanDiscrepancyResult Result(in KernelSums sums, int m, int n, double bandwidth, int permutations)
    {
        (double unbiased, double biased) = sums.Discrepancy(Labellings.Own, m, n);
        double p = permutations == 0 ? double.NaN : (1.0 + sums.CountAsLarge(m, n)) / (1.0 + permutations);
        return new(unbiased, biased, p, bandwidth, m, n, permutations);
    }

    internal static void RequirePermutations(int permutations)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(permutations);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(permutations, MostPermutations);
    }

    internal static double RequireBandwidth(double bandwidth, bool isGiven) =>
        bandwidth > 0 && double.IsFinite(bandwidth) ? bandwidth
        : isGiven ? throw new ArgumentOutOfRangeException(nameof(bandwidth), bandwidth, "Expected a finite bandwidth of more than 0.")
        : bandwidth > 0 ? throw new ArgumentException("Rows are so far apart that their squared distances are infinite; expected values nearer to each other, or a bandwidth.", nameof(bandwidth))
        : throw new ArgumentException("Half the pairs of rows or more are equal, so that their median distance is no bandwidth; expected more distinct rows, or a bandwidth.", nameof(bandwidth));

    private static MeanDiscrepancyResult Compute(
        in RowPanels x, in RowPanels y, in Labellings labellings, double bandwidth, ReadOnlySpan<double> distances, int permutations)
    {
        using KernelSums sums = new(labellings, bandwidth);
        distances = sums.AddReference(x, distances);
        sums.AddCurrent(x, y, distances);
        return Result(sums, x.Count, y.Count, bandwidth, permutations);
    }
}
