using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>The least-squares density difference (LSDD) of two samples of rows: the L2 distance of their densities, estimated without estimating either.</summary>
/// <remarks>
/// <para>The difference p - q is modelled by Gaussians g(x) = exp(-|x - c|^2 / (2 sigma^2)) at centres c, evenly spaced among the pooled rows. With H the integrals of g g' over all space, (pi sigma^2)^(d/2)
/// exp(-|c - c'|^2 / (4 sigma^2)), and h the mean of g over the reference less that over the current sample, the weights are w = (H + lambda I)^-1 h and the estimate 2 w h - w H w.
/// Computed in units where (pi sigma^2)^(d/2) is 1, so that lambda means the same in every dimension. Source: Sugiyama et al., Density-Difference Estimation, Neural Computation 25, 2013.</para>
/// <para>The p-value is by permutation of the rows over both samples, with the centres and H, which do not depend on it, kept; memory is in proportion to rows times centres. A row with NaN has no place: refused.</para>
/// </remarks>
public static class DensityDifference
{
    private const int MostPermutations = 100_000;

    /// <summary>Compares two samples.</summary>
    /// <param name="reference">Rows, one after the other; at least one, finite.</param>
    /// <param name="current">Rows of the other sample; at least one, finite.</param>
    /// <param name="bandwidth">Sigma, in the unit of the values, as from <see cref="MedianHeuristic"/>; more than 0, finite.</param>
    /// <param name="dimension">How many values a row has; at least 1.</param>
    /// <param name="centers">How many centres at most; at least 1.</param>
    /// <param name="regularization">Lambda; more than 0, finite.</param>
    /// <param name="permutations">How many; 0 for no p-value, at most 100,000.</param>
    /// <param name="seed">Of the permutations.</param>
    /// <exception cref="ArgumentException">There is no row, a row is incomplete, or a value is infinite or NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static DensityDifferenceResult Compute<T>(
        ReadOnlySpan<T> reference, ReadOnlySpan<T> current, double bandwidth, int dimension = 1, int centers = 100, double regularization = 0.001, int permutations = 0, int seed = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequirePositive(bandwidth, nameof(bandwidth));
        RequirePositive(regularization, nameof(regularization));
        ArgumentOutOfRangeException.ThrowIfLessThan(centers, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(permutations);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(permutations, MostPermutations);
        using PooledRows rows = PooledRows.Of(reference, current, dimension);
        int used = Math.Min(centers, rows.Count);
        double[] features = ArrayPool<double>.Shared.Rent(checked(rows.Count * used));
        double[] scratch = ArrayPool<double>.Shared.Rent(2 * used * used + 2 * used);
        int[] order = ArrayPool<int>.Shared.Rent(rows.Count);
        Span<double> overlap = scratch.AsSpan(0, used * used);
        Span<double> factor = scratch.AsSpan(used * used, used * used);
        Span<double> h = scratch.AsSpan(2 * used * used, used);
        Span<double> weights = scratch.AsSpan(2 * used * used + used, used);
        FillFeatures(rows, used, bandwidth, features, overlap);
        Cholesky.Factor(overlap, regularization, factor, used);
        for (int i = 0; i < rows.Count; i++)
        {
            order[i] = i;
        }

        double own = Estimate(features, order.AsSpan(0, rows.Count), rows.ReferenceCount, overlap, factor, h, weights);
        double asLarge = own * (1 - 1e-9);
        int larger = 0;
        Random random = new(seed);
        for (int i = 0; i < permutations; i++)
        {
            random.Shuffle(order.AsSpan(0, rows.Count));
            larger += Estimate(features, order.AsSpan(0, rows.Count), rows.ReferenceCount, overlap, factor, h, weights) >= asLarge ? 1 : 0;
        }

        ArrayPool<double>.Shared.Return(features);
        ArrayPool<double>.Shared.Return(scratch);
        ArrayPool<int>.Shared.Return(order);

        // From units of (pi sigma^2)^(d/2): features and weights scale by its root's inverse each.
        double unit = Math.Pow(Math.PI * bandwidth * bandwidth, -0.5 * dimension);
        return new(own * unit, permutations == 0 ? double.NaN : (1.0 + larger) / (1.0 + permutations), permutations);
    }

    private static void FillFeatures(in PooledRows rows, int centers, double bandwidth, Span<double> features, Span<double> overlap)
    {
        double precision = 1 / (bandwidth * bandwidth);
        for (int c = 0; c < centers; c++)
        {
            ReadOnlySpan<double> center = rows[(int)((long)c * rows.Count / centers)];
            for (int i = 0; i < rows.Count; i++)
            {
                features[i * centers + c] = Math.Exp(-0.5 * precision * PooledRows.SquaredDistance(rows[i], center));
            }

            for (int other = 0; other < centers; other++)
            {
                ReadOnlySpan<double> otherCenter = rows[(int)((long)other * rows.Count / centers)];
                overlap[c * centers + other] = Math.Exp(-0.25 * precision * PooledRows.SquaredDistance(center, otherCenter));
            }
        }
    }

    private static double Estimate(
        ReadOnlySpan<double> features, ReadOnlySpan<int> order, int m, ReadOnlySpan<double> overlap, ReadOnlySpan<double> factor, Span<double> h, Span<double> weights)
    {
        int centers = h.Length;
        double n = order.Length - m;
        h.Clear();
        for (int i = 0; i < order.Length; i++)
        {
            TensorPrimitives.MultiplyAdd(features.Slice(order[i] * centers, centers), i < m ? 1.0 / m : -1 / n, h, h);
        }

        h.CopyTo(weights);
        Cholesky.Solve(factor, weights);
        double quadratic = 0;
        for (int c = 0; c < centers; c++)
        {
            quadratic += weights[c] * TensorPrimitives.Dot(overlap.Slice(c * centers, centers), weights);
        }

        return Math.Max(0, 2 * TensorPrimitives.Dot<double>(weights, h) - quadratic);
    }

    private static void RequirePositive(double value, string name)
    {
        if (!(value > 0 && double.IsFinite(value)))
        {
            throw new ArgumentOutOfRangeException(name, value, "Expected a finite number of more than 0.");
        }
    }
}
