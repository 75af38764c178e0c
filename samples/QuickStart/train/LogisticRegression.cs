namespace QuickStart.Train;

/// <summary>Logistic regression with an L2 penalty on standardised features: P(class 1) = 1 / (1 + exp(-(w . (x - mean) / scale + bias))).</summary>
internal sealed record LogisticRegression(double[] Mean, double[] Scale, double[] Weights, double Bias)
{
    private const int MaxSteps = 100;
    private const double Tolerance = 1e-10;

    /// <summary>Minimises the sum of the log losses plus penalty/2 times the squared weights, by Newton's method.</summary>
    /// <param name="rows">The features of each row.</param>
    /// <param name="classes">The class of each row, 0 or 1.</param>
    /// <param name="penalty">The strength of the L2 penalty; the bias has none.</param>
    /// <exception cref="InvalidOperationException">The method did not converge.</exception>
    public static LogisticRegression Fit(float[][] rows, int[] classes, double penalty)
    {
        int width = rows[0].Length;
        double[] mean = [.. Enumerable.Range(0, width).Select(j => rows.Average(row => (double)row[j]))];
        double[] scale = [.. Enumerable.Range(0, width).Select(j => Math.Sqrt(rows.Average(row => Math.Pow(row[j] - mean[j], 2))))];
        double[][] inputs = [.. rows.Select(row => (double[])[.. row.Select((value, j) => (value - mean[j]) / scale[j]), 1])];
        double[] weights = new double[width + 1];
        for (int step = 0; step < MaxSteps; step++)
        {
            double[] gradient = [.. weights.Select((weight, j) => j < width ? penalty * weight : 0)];
            double[,] hessian = new double[width + 1, width + 1];
            for (int j = 0; j < width; j++)
            {
                hessian[j, j] = penalty;
            }

            for (int i = 0; i < inputs.Length; i++)
            {
                double p = Probability(Dot(weights, inputs[i]));
                for (int j = 0; j <= width; j++)
                {
                    gradient[j] += (p - classes[i]) * inputs[i][j];
                    for (int k = 0; k <= j; k++)
                    {
                        hessian[j, k] += p * (1 - p) * inputs[i][j] * inputs[i][k];
                    }
                }
            }

            if (gradient.Max(Math.Abs) < Tolerance)
            {
                return new(mean, scale, weights[..width], weights[width]);
            }

            double[] change = Solve(hessian, gradient);
            weights = [.. weights.Select((weight, j) => weight - change[j])];
        }

        throw new InvalidOperationException($"The regression did not converge in {MaxSteps} steps.");
    }

    public double PredictClass1(float[] row) =>
        Probability(Bias + row.Select((value, j) => Weights[j] * (value - Mean[j]) / Scale[j]).Sum());

    private static double Probability(double logit) => 1 / (1 + Math.Exp(-logit));

    private static double Dot(double[] left, double[] right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }

    /// <summary>Solves a symmetric positive definite system, given by its lower triangle, by Cholesky's method.</summary>
    private static double[] Solve(double[,] matrix, double[] right)
    {
        int size = right.Length;
        double[] solution = [.. right];
        for (int j = 0; j < size; j++)
        {
            for (int i = j; i < size; i++)
            {
                double rest = matrix[i, j];
                for (int k = 0; k < j; k++)
                {
                    rest -= matrix[i, k] * matrix[j, k];
                }

                matrix[i, j] = i == j ? Math.Sqrt(rest) : rest / matrix[j, j];
            }
        }

        for (int i = 0; i < size; i++)
        {
            for (int k = 0; k < i; k++)
            {
                solution[i] -= matrix[i, k] * solution[k];
            }

            solution[i] /= matrix[i, i];
        }

        for (int i = size - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < size; k++)
            {
                solution[i] -= matrix[k, i] * solution[k];
            }

            solution[i] /= matrix[i, i];
        }

        return solution;
    }
}
