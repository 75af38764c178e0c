using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>Cholesky's factor of a covariance and its inverse, row by row in place: only the lower triangle is read and written.</summary>
internal static class TriangularFactor
{
    // Less of its variance than this left to a column by those before it is rounding.
    private const double LeastShare = 1e-14;

    /// <summary>Replaces C by the lower L with C = L L'.</summary>
    /// <returns>-1; or the first column that is constant or a combination of those before it, where it stopped.</returns>
    public static int Factorize(Span<double> matrix, int d)
    {
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double rest = matrix[i * d + j] - TensorPrimitives.Dot<double>(matrix.Slice(i * d, j), matrix.Slice(j * d, j));
                if (j < i)
                {
                    matrix[i * d + j] = rest / matrix[j * d + j];
                }
                else if (rest > LeastShare * matrix[i * d + i])
                {
                    matrix[i * d + i] = Math.Sqrt(rest);
                }
                else
                {
                    return i;
                }
            }
        }

        return -1;
    }

    /// <summary>Replaces L by its inverse, which is lower too.</summary>
    public static void Invert(Span<double> factor, int d)
    {
        for (int i = 0; i < d; i++)
        {
            // Row i of the inverse is -(row i of L before its diagonal) times the rows of the inverse above, over the diagonal.
            double diagonal = 1 / factor[i * d + i];
            for (int j = 0; j < i; j++)
            {
                double sum = 0;
                for (int k = j; k < i; k++)
                {
                    sum += factor[i * d + k] * factor[k * d + j];
                }

                factor[i * d + j] = -diagonal * sum;
            }

            factor[i * d + i] = diagonal;
        }
    }
}
