using System.Numerics;
using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>The Mahalanobis distance of a row from a distribution's centre: in standard deviations, with correlations taken into account.</summary>
/// <remarks>
/// <para>D = square root of (x - mean)' C^-1 (x - mean) = |W (x - mean)|, W being the inverse of C's Cholesky factor, computed once. Of d normal columns D^2 follows about a
/// chi-square distribution with d degrees of freedom. A NaN in the row gives NaN, unless a method says otherwise; an infinity gives +infinity or NaN.</para>
/// <para>Source: Mahalanobis, On the generalised distance in statistics, 1936. Immutable; scratch is rented.</para>
/// </remarks>
public sealed class Mahalanobis
{
    // A multiple of the rows of a tile.
    private const int RowsAtOnce = 128;

    private readonly CovarianceEstimate _estimate;
    private readonly double[] _packed;
    private readonly double[] _tiles;
    private readonly double[] _ones;

    private Mahalanobis(CovarianceEstimate estimate, double[] whitening)
    {
        _estimate = estimate;
        int stripe = WhiteningKernel.StripeOf(estimate.Columns);
        _packed = WhiteningKernel.Pack(whitening, estimate.Columns, stripe);
        _tiles = stripe == StridedTile.Lanes ? _packed : WhiteningKernel.Pack(whitening, estimate.Columns, StridedTile.Lanes);
        _ones = new double[estimate.Columns];
        Array.Fill(_ones, 1);
    }

    /// <summary>How many values a row has.</summary>
    public int Columns => _estimate.Columns;

    /// <summary>Centre and covariance.</summary>
    public CovarianceEstimate Estimate => _estimate;

    /// <summary>Prepares distances by a covariance estimate.</summary>
    /// <param name="estimate">Centre and covariance; <see cref="CovarianceEstimate.LedoitWolf{T}"/> gives one that is safely invertible.</param>
    /// <exception cref="ArgumentException">The covariance is not positive definite, as when a column is constant or repeats others.</exception>
    public static Mahalanobis Fit(CovarianceEstimate estimate)
    {
        ArgumentNullException.ThrowIfNull(estimate);
        int d = estimate.Columns;
        double[] whitening = estimate.Matrix.ToArray();
        int dependent = TriangularFactor.Factorize(whitening, d);
        if (dependent >= 0)
        {
            throw new ArgumentException($"Column {dependent} is constant or a combination of those before it; expected a positive definite covariance, such as a shrunk one.", nameof(estimate));
        }

        TriangularFactor.Invert(whitening, d);
        for (int i = 0; i < d; i++)
        {
            whitening.AsSpan(i * d + i + 1, d - i - 1).Clear();
        }

        return new(estimate, whitening);
    }

    /// <summary>The distance of a row; 0 or more.</summary>
    /// <param name="row">One value for each column.</param>
    /// <exception cref="ArgumentException">The row has another length.</exception>
    public double Distance<T>(ReadOnlySpan<T> row)
        where T : struct, IFloatingPointIeee754<T> => Math.Sqrt(SquaredDistance(row));

    /// <summary>The square of the distance of a row.</summary>
    /// <param name="row">One value for each column.</param>
    /// <exception cref="ArgumentException">The row has another length.</exception>
    public double SquaredDistance<T>(ReadOnlySpan<T> row)
        where T : struct, IFloatingPointIeee754<T>
    {
        CompleteRows.RequireLength(row.Length, Columns, nameof(row));
        return WhiteningKernel.SquaredLength(_packed, _estimate.Mean, row);
    }

    /// <summary>The squares of the distances of many rows, faster than one by one; they may differ by rounding.</summary>
    /// <param name="rows">The rows, one after the other.</param>
    /// <param name="squared">Takes one value for each row.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public void SquaredDistances<T>(ReadOnlySpan<T> rows, Span<double> squared)
        where T : struct, IFloatingPointIeee754<T>
    {
        if (rows.Length != (long)squared.Length * Columns)
        {
            throw new ArgumentException($"There are {rows.Length} values for {squared.Length} rows; expected {Columns} for each.", nameof(rows));
        }

        using CenteredBlock block = CenteredBlock.Rent(_estimate.Mean, _ones, RowsAtOnce, extra: 0);
        for (int start = 0; start < squared.Length; start += RowsAtOnce)
        {
            int count = Math.Min(RowsAtOnce, squared.Length - start);
            TensorPrimitives.ConvertTruncating(rows.Slice(start * Columns, count * Columns), block.Raw);
            block.Fill(count);
            WhiteningKernel.SquaredLengths(_tiles, block, squared.Slice(start, count));
        }
    }

    /// <summary>The square of the distance of a row in which values may be missing, by the distribution of those that are there.</summary>
    /// <remarks>With m of d values there, D^2 is that by their means and covariances alone, and follows about a chi-square distribution with m degrees of freedom. What is given is the number that one with
    /// d degrees exceeds about as often, by the cube roots' normal approximation, so that rows with and without gaps are compared alike. Source of that: Wilson
    /// and Hilferty, The distribution of chi-square, PNAS 17, 1931.</remarks>
    /// <param name="row">One value for each column; NaN means missing.</param>
    /// <returns><see cref="SquaredDistance"/> if nothing is missing; NaN if everything is.</returns>
    /// <exception cref="ArgumentException">The row has another length.</exception>
    public double SquaredDistanceOfObserved<T>(ReadOnlySpan<T> row)
        where T : struct, IFloatingPointIeee754<T>
    {
        CompleteRows.RequireLength(row.Length, Columns, nameof(row));
        using ObservedColumns observed = ObservedColumns.Of(_estimate, row);
        return observed.Count == 0 ? double.NaN
            : observed.Count == Columns ? SquaredDistance(row)
            : AsOf(Columns, observed.Count, observed.SquaredDistance());
    }

    /// <summary>How far the square of the distance would fall if a value were missing, for each value: what it adds to what the others say.</summary>
    /// <remarks>With u = C^-1 (x - mean) it is u[j]^2 / C^-1[j, j].</remarks>
    /// <param name="row">One value for each column; NaN means missing.</param>
    /// <param name="falls">Takes one number of 0 or more for each column; NaN for a missing value.</param>
    /// <exception cref="ArgumentException">The row or the result has another length.</exception>
    public void Contributions<T>(ReadOnlySpan<T> row, Span<double> falls)
        where T : struct, IFloatingPointIeee754<T>
    {
        CompleteRows.RequireLength(row.Length, Columns, nameof(row));
        CompleteRows.RequireLength(falls.Length, Columns, nameof(falls));
        using ObservedColumns observed = ObservedColumns.Of(_estimate, row);
        observed.Contributions(falls);
    }

    private static double AsOf(double all, double observed, double squared)
    {
        double variance = 2 / (9 * observed);
        double normal = (Math.Cbrt(squared / observed) - (1 - variance)) / Math.Sqrt(variance);
        double others = 2 / (9 * all);
        double root = Math.Max(0, 1 - others + normal * Math.Sqrt(others));
        return all * root * root * root;
    }
}
