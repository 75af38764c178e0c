using System.Numerics;
using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>Mean and covariance matrix of a table's columns: the sample covariance, or one shrunk by Ledoit and Wolf towards equal variances.</summary>
/// <remarks>
/// <para>Sample: S = sum (x - mean)(x - mean)' / (n - 1). Ledoit-Wolf: with S* = S (n - 1) / n of d columns, m = trace(S*) / d, delta = |S* - m I|^2 / d and
/// beta = min(delta, sum |(x - mean)(x - mean)' - S*|^2 / (n^2 d)) by Frobenius norms, the estimate is (1 - s) S* + s m I with shrinkage
/// s = beta / delta. It is positive definite, even with more columns than rows, unless all columns are constant; as scikit-learn's LedoitWolf.</para>
/// <para>A row with a NaN is missing: skipped and counted. Infinities are refused. Computed in double, about the mean. Immutable.</para>
/// <para>Source: Ledoit and Wolf, A well-conditioned estimator for large-dimensional covariance matrices, J. Multivariate Analysis 88, 2004.</para>
/// </remarks>
public sealed class CovarianceEstimate
{
    private readonly double[] _mean;
    private readonly double[] _matrix;

    private CovarianceEstimate(double[] mean, double[] matrix, int count, int missing, double shrinkage)
    {
        (_mean, _matrix) = (mean, matrix);
        (Count, Missing, Shrinkage) = (count, missing, shrinkage);
    }

    /// <summary>How many rows were complete; at least 2.</summary>
    public int Count { get; }

    /// <summary>How many rows had a NaN.</summary>
    public int Missing { get; }

    /// <summary>How many columns there are.</summary>
    public int Columns => _mean.Length;

    /// <summary>How far the matrix was shrunk: 0 not at all, 1 to equal variances without covariance.</summary>
    public double Shrinkage { get; }

    /// <summary>Each column's mean.</summary>
    public ReadOnlySpan<double> Mean => _mean;

    /// <summary>The matrix, row by row; symmetric.</summary>
    public ReadOnlySpan<double> Matrix => _matrix;

    /// <summary>The sample covariance, with n - 1.</summary>
    /// <param name="rows">The table, row by row.</param>
    /// <param name="columns">How many values a row has.</param>
    /// <exception cref="ArgumentException">The length is no multiple of the columns, a value is infinite, or fewer than two rows are complete.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="columns"/> is less than 1.</exception>
    public static CovarianceEstimate Sample<T>(ReadOnlySpan<T> rows, int columns)
        where T : struct, IFloatingPointIeee754<T>
    {
        ProductSums sums = ProductSums.Of(rows, columns, standardize: false);
        TensorPrimitives.Divide(sums.Products, sums.Count - 1.0, sums.Products);
        return new(sums.Mean, sums.Products, sums.Count, sums.Missing, 0);
    }

    /// <summary>The covariance shrunk as far as its own sampling error asks for.</summary>
    /// <param name="rows">The table, row by row.</param>
    /// <param name="columns">How many values a row has.</param>
    /// <exception cref="ArgumentException">The length is no multiple of the columns, a value is infinite, or fewer than two rows are complete.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="columns"/> is less than 1.</exception>
    public static CovarianceEstimate LedoitWolf<T>(ReadOnlySpan<T> rows, int columns)
        where T : struct, IFloatingPointIeee754<T> => Shrunk(ProductSums.Of(rows, columns, standardize: false));

    /// <summary>The covariance shrunk as far as its own sampling error asks for, each column measured by its own standard deviation meanwhile: units play no part.</summary>
    /// <remarks>That of <see cref="LedoitWolf{T}"/> for columns divided by their standard deviations, a constant one by 1, multiplied by them again.</remarks>
    /// <param name="rows">The table, row by row.</param>
    /// <param name="columns">How many values a row has.</param>
    /// <exception cref="ArgumentException">The length is no multiple of the columns, a value is infinite, or fewer than two rows are complete.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="columns"/> is less than 1.</exception>
    public static CovarianceEstimate StandardizedLedoitWolf<T>(ReadOnlySpan<T> rows, int columns)
        where T : struct, IFloatingPointIeee754<T>
    {
        ProductSums sums = ProductSums.Of(rows, columns, standardize: true);
        CovarianceEstimate shrunk = Shrunk(sums);
        for (int i = 0; i < columns; i++)
        {
            Span<double> row = shrunk._matrix.AsSpan(i * columns, columns);
            TensorPrimitives.Multiply(row, sums.Deviations, row);
            TensorPrimitives.Multiply(row, sums.Deviations[i], row);
        }

        return shrunk;
    }

    private static CovarianceEstimate Shrunk(ProductSums sums)
    {
        (double[] matrix, int columns, int count) = (sums.Products, sums.Mean.Length, sums.Count);
        TensorPrimitives.Divide(matrix, (double)count, matrix);
        double trace = 0;
        for (int i = 0; i < columns; i++)
        {
            trace += matrix[i * columns + i];
        }

        // With x about the mean, sum |x x' - S|^2 = sum |x|^4 - n |S|^2, since sum x x' = n S.
        double level = trace / columns;
        double squares = TensorPrimitives.SumOfSquares<double>(matrix);
        double error = (sums.FourthPowers / count - squares) / count / columns;
        for (int i = 0; i < columns; i++)
        {
            matrix[i * columns + i] -= level;
        }

        double spread = TensorPrimitives.SumOfSquares<double>(matrix) / columns;
        double shrinkage = error <= 0 || spread <= 0 ? 0 : Math.Min(error, spread) / spread;
        TensorPrimitives.Multiply(matrix, 1 - shrinkage, matrix);
        for (int i = 0; i < columns; i++)
        {
            matrix[i * columns + i] += level;
        }

        return new(sums.Mean, matrix, count, sums.Missing, shrinkage);
    }
}
