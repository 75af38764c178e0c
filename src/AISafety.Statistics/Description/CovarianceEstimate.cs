using System.Buffers;
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
    private const int RowsAtOnce = 256;

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
        (double[] mean, double[] products, int count, int missing, _) = Products(rows, columns);
        TensorPrimitives.Divide(products, count - 1.0, products);
        return new(mean, products, count, missing, 0);
    }

    /// <summary>The covariance shrunk as far as its own sampling error asks for.</summary>
    /// <param name="rows">The table, row by row.</param>
    /// <param name="columns">How many values a row has.</param>
    /// <exception cref="ArgumentException">The length is no multiple of the columns, a value is infinite, or fewer than two rows are complete.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="columns"/> is less than 1.</exception>
    public static CovarianceEstimate LedoitWolf<T>(ReadOnlySpan<T> rows, int columns)
        where T : struct, IFloatingPointIeee754<T>
    {
        (double[] mean, double[] matrix, int count, int missing, double fourth) = Products(rows, columns);
        TensorPrimitives.Divide(matrix, (double)count, matrix);
        double trace = 0;
        for (int i = 0; i < columns; i++)
        {
            trace += matrix[i * columns + i];
        }

        // With x about the mean, sum |x x' - S|^2 = sum |x|^4 - n |S|^2, since sum x x' = n S.
        double level = trace / columns;
        double squares = TensorPrimitives.SumOfSquares<double>(matrix);
        double error = (fourth / count - squares) / count / columns;
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

        return new(mean, matrix, count, missing, shrinkage);
    }

    // Means, the sums of products about them, and the sum of fourth powers of the rows' lengths about them.
    private static (double[] Mean, double[] Products, int Count, int Missing, double Fourth) Products<T>(ReadOnlySpan<T> rows, int columns)
        where T : struct, IFloatingPointIeee754<T>
    {
        double[] rented = ArrayPool<double>.Shared.Rent(rows.Length);
        try
        {
            int kept = CompleteRows.Copy(rows, columns, nameof(rows), rented);
            if (kept < 2 * columns)
            {
                throw new ArgumentException($"There are {kept / columns} complete rows; expected at least two.", nameof(rows));
            }

            (double[] mean, double[] products, double fourth) = Products(rented.AsSpan(0, kept), columns);
            return (mean, products, kept / columns, (rows.Length - kept) / columns, fourth);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(rented);
        }
    }

    // Of complete rows, which are left about their mean.
    private static (double[] Mean, double[] Products, double Fourth) Products(Span<double> table, int columns)
    {
        int count = table.Length / columns;
        double[] mean = new double[columns];
        for (int row = 0; row < count; row++)
        {
            TensorPrimitives.Add(mean, table.Slice(row * columns, columns), mean);
        }

        TensorPrimitives.Divide(mean, (double)count, mean);
        double[] products = new double[columns * columns];
        double fourth = 0;
        for (int start = 0; start < count; start += RowsAtOnce)
        {
            // The columns are what panels call rows.
            int length = Math.Min(RowsAtOnce, count - start);
            using RowPanels block = RowPanels.Room(columns, length);
            for (int row = 0; row < length; row++)
            {
                Span<double> x = table.Slice((start + row) * columns, columns);
                TensorPrimitives.Subtract(x, mean, x);
                double squares = TensorPrimitives.SumOfSquares<double>(x);
                fourth += squares * squares;
                block.PutCoordinate(row, x);
            }

            block.Close();
            AddProducts(block, products);
        }

        for (int i = 0; i < columns; i++)
        {
            for (int j = 0; j < i; j++)
            {
                products[i * columns + j] = products[j * columns + i];
            }
        }

        return (mean, products, fourth);
    }

    // The upper triangle, by tiles.
    private static void AddProducts(in RowPanels block, Span<double> products)
    {
        int width = RowPanels.Width;
        int columns = block.Count;
        using AlignedScratch tile = AlignedScratch.Rent(width * width);
        for (int upper = 0; upper < block.Panels; upper++)
        {
            for (int panel = upper; panel < block.Panels; panel++)
            {
                block.Products(panel, block, upper, tile.Values);
                int lanes = Math.Min(width, columns - panel * width);
                for (int row = 0; row < width && upper * width + row < columns; row++)
                {
                    Span<double> sums = products.Slice((upper * width + row) * columns + panel * width, lanes);
                    TensorPrimitives.Add(sums, tile.Values.Slice(row * width, lanes), sums);
                }
            }
        }
    }
}
