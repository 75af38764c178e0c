using System.Numerics;

namespace AISafety.Statistics;

/// <summary>The least-squares density difference (LSDD) of two samples of rows: the L2 distance of their densities, estimated without estimating either.</summary>
/// <remarks>
/// <para>The difference p - q is modelled by Gaussians g(x) = exp(-|x - c|^2 / (2 sigma^2)) at centres c, evenly spaced among the reference's rows, which stay rows of it. With H the integrals of g g' over all
/// space, (pi sigma^2)^(d/2) exp(-|c - c'|^2 / (4 sigma^2)), and h the mean of g over the reference less that over the current sample, the weights are w = (H + lambda I)^-1 h and the estimate
/// 2 w h - w H w. Computed in units where (pi sigma^2)^(d/2) is 1, so that lambda means the same in every dimension.
/// Source: Sugiyama et al., Density-Difference Estimation, Neural Computation 25, 2013.</para>
/// <para>The p-value is by permutation of the rows over both samples, those at centres excepted: these stay in the reference, so that the others are as likely in every deal, whatever the centres are. Time is
/// in proportion to rows times centres, memory to rows and to permutations times centres. A row with NaN has no place: refused.</para>
/// </remarks>
public static class DensityDifference
{
    /// <summary>Compares two samples.</summary>
    /// <param name="reference">Rows, one after the other; at least one, finite.</param>
    /// <param name="current">Rows of the other sample; at least one, finite.</param>
    /// <param name="bandwidth">Sigma, in the unit of the values, as from <see cref="MedianHeuristic"/>; more than 0, finite.</param>
    /// <param name="dimension">How many values a row has; at least 1.</param>
    /// <param name="centers">How many centres at most; at least 1. No more than half the reference's rows, rounded up, become centres.</param>
    /// <param name="regularization">Lambda; more than 0, finite.</param>
    /// <param name="permutations">How many; 0 for no p-value, at most 100,000.</param>
    /// <param name="seed">Of the permutations.</param>
    /// <exception cref="ArgumentException">There is no row, a row is incomplete, or a value is infinite or NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static DensityDifferenceResult Compute<T>(
        ReadOnlySpan<T> reference, ReadOnlySpan<T> current, double bandwidth, int dimension = 1, int centers = 100, double regularization = 0.001, int permutations = 0, int seed = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        FiniteRows.Count(reference, dimension, nameof(reference));
        int n = FiniteRows.Count(current, dimension, nameof(current));
        DensitySettings settings = DensitySettings.Checked(bandwidth, centers, regularization, permutations, n, seed);
        using DensityModel model = DensityModel.Of(reference, dimension, settings, keep: false);
        return model.Compare(current);
    }

    /// <summary>Compares a sample with a prepared one.</summary>
    /// <param name="reference">The prepared sample, with its bandwidth, centres and permutations.</param>
    /// <param name="current">Rows of the other sample; at least one, and as many as the reference was prepared for; finite.</param>
    /// <exception cref="ArgumentException"><paramref name="current"/> has another number of rows or an incomplete one, or a value is infinite or NaN.</exception>
    public static DensityDifferenceResult Compute<T>(PreparedDensityDifference reference, ReadOnlySpan<T> current)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(reference);
        return reference.Compare(current);
    }
}
