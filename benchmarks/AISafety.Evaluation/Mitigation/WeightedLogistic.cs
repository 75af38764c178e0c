using System.Numerics.Tensors;

namespace AISafety.Evaluation.Mitigation;

/// <summary>A plain classifier to be mitigated: logistic regression with weights of rows on standardised features, by Newton's method with a ridge of 1. Not part of the library.</summary>
internal sealed class WeightedLogistic
{
    private const int Steps = 12;
    private const double Ridge = 1;

    private readonly double[] _means;
    private readonly double[] _spreads;
    private readonly double[] _coefficients;

    /// <summary>Trains.</summary>
    /// <param name="rows">Features.</param>
    /// <param name="labels">0 or 1.</param>
    /// <param name="weights">Of the rows; more than 0.</param>
    public WeightedLogistic(double[][] rows, byte[] labels, double[] weights)
    {
        int width = rows[0].Length;
        _means = new double[width];
        _spreads = new double[width];
        for (int i = 0; i < width; i++)
        {
            _means[i] = rows.Average(row => row[i]);
            double square = rows.Average(row => (row[i] - _means[i]) * (row[i] - _means[i]));
            _spreads[i] = square > 0 ? Math.Sqrt(square) : 1;
        }

        _coefficients = new double[width + 1];
        double[][] standard = [.. rows.Select(Standardize)];
        double[] gradient = new double[width + 1];
        double[][] curvature = [.. gradient.Select(_ => new double[width + 1])];
        for (int step = 0; step < Steps; step++)
        {
            Array.Clear(gradient);
            for (int i = 0; i <= width; i++)
            {
                Array.Clear(curvature[i]);
                gradient[i] = i < width ? Ridge * _coefficients[i] : 0;
                curvature[i][i] = i < width ? Ridge : 0;
            }

            for (int row = 0; row < standard.Length; row++)
            {
                double[] x = standard[row];
                double p = Probability(x);
                TensorPrimitives.MultiplyAdd(x, weights[row] * (p - labels[row]), gradient, gradient);
                double spread = weights[row] * Math.Max(1e-9, p * (1 - p));
                for (int i = 0; i <= width; i++)
                {
                    // The lower half; most features are 0 in the file but none is when standardised.
                    Span<double> half = curvature[i].AsSpan(0, i + 1);
                    TensorPrimitives.MultiplyAdd(x.AsSpan(0, i + 1), spread * x[i], half, half);
                }
            }

            Solve(curvature, gradient);
            TensorPrimitives.Subtract(_coefficients, gradient, _coefficients);
            if (TensorPrimitives.MaxMagnitude<double>(gradient) is > -1e-8 and < 1e-8)
            {
                break;
            }
        }
    }

    /// <summary>The probability of label 1.</summary>
    public double Predict(double[] features) => Probability(Standardize(features));

    // By Cholesky's factor, written over the lower half.
    private static void Solve(double[][] matrix, double[] right)
    {
        for (int i = 0; i < right.Length; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double rest = matrix[i][j] - TensorPrimitives.Dot<double>(matrix[i].AsSpan(0, j), matrix[j].AsSpan(0, j));
                matrix[i][j] = i == j ? Math.Sqrt(rest) : rest / matrix[j][j];
            }

            right[i] = (right[i] - TensorPrimitives.Dot<double>(matrix[i].AsSpan(0, i), right.AsSpan(0, i))) / matrix[i][i];
        }

        for (int i = right.Length - 1; i >= 0; i--)
        {
            right[i] /= matrix[i][i];
            TensorPrimitives.MultiplyAdd(matrix[i].AsSpan(0, i), -right[i], right.AsSpan(0, i), right.AsSpan(0, i));
        }
    }

    private double[] Standardize(double[] features)
    {
        double[] x = new double[features.Length + 1];
        for (int i = 0; i < features.Length; i++)
        {
            x[i] = (features[i] - _means[i]) / _spreads[i];
        }

        x[^1] = 1;
        return x;
    }

    private double Probability(double[] x) => 1 / (1 + Math.Exp(-TensorPrimitives.Dot<double>(x, _coefficients)));
}
