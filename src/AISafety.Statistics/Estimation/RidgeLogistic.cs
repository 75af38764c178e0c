using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>Logistic regression with any number of features and a ridge, by Newton's method with halving of steps that do not help.</summary>
/// <remarks>Minimises the sum of -t ln q - (1 - t) ln(1 - q) plus half the ridge times the squares of the weights, the last, of the constant feature, excepted.</remarks>
internal static class RidgeLogistic
{
    private const int MostSteps = 50;

    /// <summary>Fits the weights.</summary>
    /// <param name="rows">Row after row of finite features, the last of each being 1.</param>
    /// <param name="targets">0 or 1 for each row.</param>
    /// <param name="ridge">More than 0.</param>
    public static double[] Fit(ReadOnlySpan<double> rows, ReadOnlySpan<byte> targets, double ridge)
    {
        int width = rows.Length / targets.Length;
        double[] weights = new double[width];
        double[] candidate = new double[width];
        double[] step = new double[width];
        double[] hessian = new double[width * width];
        double loss = Loss(rows, targets, ridge, weights);
        for (int iteration = 0; iteration < MostSteps; iteration++)
        {
            Differentiate(rows, targets, ridge, weights, step, hessian);
            Cholesky.Factor(hessian, 0, hessian, width);
            Cholesky.Solve(hessian, step);
            double next = double.PositiveInfinity;
            double scale = 1;
            for (; scale > 1e-8 && !(next <= loss); scale *= 0.5)
            {
                TensorPrimitives.MultiplyAdd(step, -scale, weights, candidate);
                next = Loss(rows, targets, ridge, candidate);
            }

            if (!(next <= loss))
            {
                break;
            }

            bool settled = loss - next <= 1e-10 * (1 + loss);
            candidate.CopyTo(weights, 0);
            loss = next;
            if (settled)
            {
                break;
            }
        }

        return weights;
    }

    private static double Loss(ReadOnlySpan<double> rows, ReadOnlySpan<byte> targets, double ridge, double[] weights)
    {
        int width = weights.Length;
        double loss = 0.5 * ridge * TensorPrimitives.SumOfSquares<double>(weights.AsSpan(0, width - 1));
        for (int i = 0; i < targets.Length; i++)
        {
            double z = TensorPrimitives.Dot(rows.Slice(i * width, width), weights);
            loss += ProbabilityLogit.SoftPlus(z) - targets[i] * z;
        }

        return loss;
    }

    private static void Differentiate(ReadOnlySpan<double> rows, ReadOnlySpan<byte> targets, double ridge, double[] weights, double[] gradient, double[] hessian)
    {
        int width = weights.Length;
        gradient.AsSpan().Clear();
        hessian.AsSpan().Clear();
        for (int i = 0; i < targets.Length; i++)
        {
            ReadOnlySpan<double> row = rows.Slice(i * width, width);
            double q = ProbabilityLogit.Sigmoid(TensorPrimitives.Dot(row, weights));
            TensorPrimitives.MultiplyAdd(row, q - targets[i], gradient, gradient);
            double curvature = q * (1 - q);
            for (int r = 0; r < width; r++)
            {
                Span<double> lower = hessian.AsSpan(r * width, r + 1);
                TensorPrimitives.MultiplyAdd(row[..(r + 1)], curvature * row[r], lower, lower);
            }
        }

        for (int r = 0; r < width; r++)
        {
            // The constant gets a crumb, so that the matrix stays positive definite.
            hessian[r * width + r] += r < width - 1 ? ridge : 1e-9;
            gradient[r] += r < width - 1 ? ridge * weights[r] : 0;
        }
    }
}
