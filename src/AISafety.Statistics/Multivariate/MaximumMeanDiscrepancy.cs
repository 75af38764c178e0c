using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>The maximum mean discrepancy of two samples of rows, by the Gaussian kernel: it sees any difference of distribution.</summary>
/// <remarks>
/// <para>k(a, b) = exp(-|a - b|^2 / (2 sigma^2)). Unbiased: the mean of k over pairs of different rows within the reference, plus that within the current sample, less twice the mean
/// over pairs across. Biased: the same with each row paired with itself too. Source: Gretton et al., A Kernel Two-Sample Test, JMLR 13, 2012.</para>
/// <para>The p-value is by permutation of the rows over both samples; it is valid at any sample size. Time and no memory in proportion to N^2: the kernel's rows are used as they are
/// computed, for all permutations at once. A row with NaN has no place: refused.</para>
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
        ArgumentOutOfRangeException.ThrowIfNegative(permutations);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(permutations, MostPermutations);
        using PooledRows rows = PooledRows.Of(reference, current, dimension);
        int m = rows.ReferenceCount;
        int n = rows.Count - m;
        if (m < 2 || n < 2)
        {
            throw new ArgumentException("There is one row; expected at least two.", m < 2 ? nameof(reference) : nameof(current));
        }

        double sigma = bandwidth ?? MedianHeuristic.Of(rows);
        if (!(sigma > 0 && double.IsFinite(sigma)))
        {
            throw bandwidth is null
                ? new ArgumentException("Half the pairs of rows or more are equal, so that their median distance is no bandwidth; expected more distinct rows, or a bandwidth.", nameof(bandwidth))
                : new ArgumentOutOfRangeException(nameof(bandwidth), sigma, "Expected a finite bandwidth of more than 0.");
        }

        // One sign a row for each labelling: 1 in the reference, -1 in the current sample. The first labelling is the samples' own.
        int labellings = permutations + 1;
        double[] signs = ArrayPool<double>.Shared.Rent(rows.Count * labellings);
        FillSigns(signs, rows.Count, m, labellings, seed);
        double[] statistics = ArrayPool<double>.Shared.Rent(labellings);
        double biased = AllStatistics(rows, sigma, signs, statistics.AsSpan(0, labellings), m, n);
        double own = statistics[0];

        // A labelling that is the samples' own up to its order must not lose to it by rounding.
        double asLarge = own - 1e-12 * (1 + Math.Abs(own));
        int larger = 0;
        foreach (double statistic in statistics.AsSpan(1, permutations))
        {
            larger += statistic >= asLarge ? 1 : 0;
        }

        ArrayPool<double>.Shared.Return(signs);
        ArrayPool<double>.Shared.Return(statistics);
        double p = permutations == 0 ? double.NaN : (1.0 + larger) / labellings;
        return new(own, biased, p, sigma, m, n, permutations);
    }

    private static void FillSigns(double[] signs, int count, int m, int labellings, int seed)
    {
        double[] column = ArrayPool<double>.Shared.Rent(count);
        column.AsSpan(0, m).Fill(1);
        column.AsSpan(m, count - m).Fill(-1);
        Random random = new(seed);
        for (int labelling = 0; labelling < labellings; labelling++)
        {
            for (int row = 0; row < count; row++)
            {
                signs[row * labellings + labelling] = column[row];
            }

            random.Shuffle(column.AsSpan(0, count));
        }

        ArrayPool<double>.Shared.Return(column);
    }

    // With K the kernel over pairs i < j and s the signs: sum K = xx + yy + xy, sum K s s = xx + yy - xy, sum K (s_i + s_j) = 2 (xx - yy).
    private static double AllStatistics(in PooledRows rows, double sigma, ReadOnlySpan<double> signs, Span<double> statistics, double m, double n)
    {
        int count = rows.Count;
        int labellings = statistics.Length;
        double[] rented = ArrayPool<double>.Shared.Rent(count * 2 + labellings * 3);
        Span<double> kernel = rented.AsSpan(0, count);
        Span<double> rowSums = rented.AsSpan(count, count);
        Span<double> products = rented.AsSpan(2 * count, labellings);
        Span<double> quadratic = rented.AsSpan(2 * count + labellings, labellings);
        Span<double> linear = rented.AsSpan(2 * count + 2 * labellings, labellings);
        rented.AsSpan(0, count * 2 + labellings * 3).Clear();
        double all = 0;
        for (int i = 1; i < count; i++)
        {
            Span<double> row = kernel[..i];
            KernelRow(rows, i, -0.5 / (sigma * sigma), row);
            products.Clear();
            for (int j = 0; j < i; j++)
            {
                TensorPrimitives.MultiplyAdd(signs.Slice(j * labellings, labellings), row[j], products, products);
            }

            TensorPrimitives.MultiplyAdd(signs.Slice(i * labellings, labellings), products, quadratic, quadratic);
            TensorPrimitives.Add(rowSums[..i], row, rowSums[..i]);
            double sum = TensorPrimitives.Sum<double>(row);
            rowSums[i] += sum;
            all += sum;
        }

        for (int i = 0; i < count; i++)
        {
            TensorPrimitives.MultiplyAdd(signs.Slice(i * labellings, labellings), rowSums[i], linear, linear);
        }

        double biased = 0;
        for (int l = labellings - 1; l >= 0; l--)
        {
            double within = (all + quadratic[l]) / 2;
            double across = (all - quadratic[l]) / 2;
            double first = (within + linear[l] / 2) / 2;
            double second = (within - linear[l] / 2) / 2;
            statistics[l] = 2 * first / (m * (m - 1)) + 2 * second / (n * (n - 1)) - 2 * across / (m * n);
            biased = (m + 2 * first) / (m * m) + (n + 2 * second) / (n * n) - 2 * across / (m * n);
        }

        ArrayPool<double>.Shared.Return(rented);
        return Math.Max(0, biased);
    }

    private static void KernelRow(in PooledRows rows, int i, double factor, Span<double> row)
    {
        ReadOnlySpan<double> own = rows[i];
        for (int j = 0; j < row.Length; j++)
        {
            row[j] = PooledRows.SquaredDistance(own, rows[j]);
        }

        TensorPrimitives.Multiply(row, factor, row);
        TensorPrimitives.Exp(row, row);
    }
}
