using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>Solves symmetric, positive definite systems by Cholesky's factors, row after row.</summary>
internal static class Cholesky
{
    /// <summary>The lower factor of <paramref name="matrix"/> plus <paramref name="diagonal"/> on its diagonal; may be written over the matrix. What is above the diagonal stays.</summary>
    public static void Factor(ReadOnlySpan<double> matrix, double diagonal, Span<double> factor, int size)
    {
        for (int i = 0; i < size; i++)
        {
            ReadOnlySpan<double> row = factor.Slice(i * size, size);
            for (int j = 0; j <= i; j++)
            {
                double rest = matrix[i * size + j] - TensorPrimitives.Dot(row[..j], factor.Slice(j * size, j));
                factor[i * size + j] = i == j ? Math.Sqrt(rest + diagonal) : rest / factor[j * size + j];
            }
        }
    }

    /// <summary>Replaces the right side by the solution.</summary>
    public static void Solve(ReadOnlySpan<double> factor, Span<double> vector)
    {
        int size = vector.Length;
        for (int i = 0; i < size; i++)
        {
            vector[i] = (vector[i] - TensorPrimitives.Dot<double>(factor.Slice(i * size, i), vector[..i])) / factor[i * size + i];
        }

        for (int i = size - 1; i >= 0; i--)
        {
            vector[i] /= factor[i * size + i];
            TensorPrimitives.MultiplyAdd(factor.Slice(i * size, i), -vector[i], vector[..i], vector[..i]);
        }
    }
}
