using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>How much rows differ in what they do to the correlation of each pair of columns: the variance of the influence function.</summary>
/// <remarks>The influence of a standardised row is a b - r (a² + b²) / 2; the mean of its square is had from mean products of powers. Source: S. Devlin, R. Gnanadesikan and J. Kettenring, Biometrika 62, 1975.</remarks>
internal static class PairInfluence
{
    /// <summary>Computes the variances.</summary>
    /// <param name="rows">The table, row by row.</param>
    /// <param name="columns">How many values a row has.</param>
    /// <param name="correlations">The correlation of each pair, those of the first column first; NaN where a column does not vary.</param>
    /// <param name="variances">Receives one for each pair; NaN likewise.</param>
    public static void Variances(ReadOnlySpan<double> rows, int columns, ReadOnlySpan<double> correlations, Span<double> variances)
    {
        int count = rows.Length / columns;
        double[][] first = new double[columns][];
        double[][] second = new double[columns][];
        double[][] third = new double[columns][];
        double[] fourth = new double[columns];
        for (int j = 0; j < columns; j++)
        {
            double[] column = first[j] = new double[count];
            for (int i = 0; i < count; i++)
            {
                column[i] = rows[(i * columns) + j];
            }

            TensorPrimitives.Add(column, -TensorPrimitives.Average<double>(column), column);
            TensorPrimitives.Multiply(column, Math.Sqrt(count / TensorPrimitives.SumOfSquares<double>(column)), column);
            second[j] = new double[count];
            third[j] = new double[count];
            TensorPrimitives.Multiply(column, column, second[j]);
            TensorPrimitives.Multiply(second[j], column, third[j]);
            fourth[j] = TensorPrimitives.SumOfSquares<double>(second[j]) / count;
        }

        int pair = 0;
        for (int i = 0; i < columns; i++)
        {
            for (int j = i + 1; j < columns; j++)
            {
                double r = correlations[pair];
                double even = TensorPrimitives.Dot<double>(second[i], second[j]) / count;
                double odd = (TensorPrimitives.Dot<double>(third[i], first[j]) + TensorPrimitives.Dot<double>(first[i], third[j])) / count;

                // NaN stays NaN.
                double variance = even - (r * odd) + (r * r / 4 * (fourth[i] + fourth[j] + (2 * even)));
                variances[pair++] = variance < 0 ? 0 : variance;
            }
        }
    }
}
