using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>The Mahalanobis distance of a row from a distribution's centre: in standard deviations, with correlations taken into account.</summary>
/// <remarks>
/// <para>D = square root of (x - mean)' C^-1 (x - mean), by the Cholesky factor of C, which is computed once. Of d normal columns D^2 follows about a
/// chi-square distribution with d degrees of freedom. A NaN in the row gives NaN; an infinity gives +infinity or NaN.</para>
/// <para>Source: Mahalanobis, On the generalised distance in statistics, 1936. Immutable; scratch is rented.</para>
/// </remarks>
public sealed class Mahalanobis
{
    private readonly double[] _mean;
    private readonly double[] _factor;

    private Mahalanobis(double[] mean, double[] factor) => (_mean, _factor) = (mean, factor);

    /// <summary>How many values a row has.</summary>
    public int Columns => _mean.Length;

    /// <summary>Prepares distances by a covariance estimate.</summary>
    /// <param name="estimate">Centre and covariance; <see cref="CovarianceEstimate.LedoitWolf{T}"/> gives one that is safely invertible.</param>
    /// <exception cref="ArgumentException">The covariance is not positive definite, as when a column is constant or repeats others.</exception>
    public static Mahalanobis Fit(CovarianceEstimate estimate)
    {
        ArgumentNullException.ThrowIfNull(estimate);
        int d = estimate.Columns;
        double[] factor = estimate.Matrix.ToArray();
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double rest = factor[i * d + j] - TensorPrimitives.Dot<double>(factor.AsSpan(i * d, j), factor.AsSpan(j * d, j));
                if (j < i)
                {
                    factor[i * d + j] = rest / factor[j * d + j];
                }
                else if (rest > 1e-14 * factor[i * d + i])
                {
                    factor[i * d + i] = Math.Sqrt(rest);
                }
                else
                {
                    throw new ArgumentException($"Column {i} is constant or a combination of those before it; expected a positive definite covariance, such as a shrunk one.", nameof(estimate));
                }
            }
        }

        return new(estimate.Mean.ToArray(), factor);
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
        double[] scratch = ArrayPool<double>.Shared.Rent(Columns);
        Span<double> z = scratch.AsSpan(0, Columns);
        for (int i = 0; i < z.Length; i++)
        {
            ReadOnlySpan<double> factors = _factor.AsSpan(i * Columns, i + 1);
            double rest = double.CreateTruncating(row[i]) - _mean[i] - TensorPrimitives.Dot<double>(factors[..i], z[..i]);
            z[i] = rest / factors[i];
        }

        double squared = TensorPrimitives.SumOfSquares<double>(z);
        ArrayPool<double>.Shared.Return(scratch);
        return squared;
    }
}
