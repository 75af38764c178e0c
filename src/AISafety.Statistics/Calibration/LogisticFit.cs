namespace AISafety.Statistics;

/// <summary>Logistic regression with an intercept and one or two features, by Newton's method with halving of steps that do not help.</summary>
/// <remarks>Minimises the sum of -t ln q - (1 - t) ln(1 - q), with q = sigmoid(w0 + w1 x1 + w2 x2) and targets t from 0 to 1. The loss is convex;
/// a ridge of 1e-12 keeps the equations solvable where it is flat.</remarks>
internal static class LogisticFit
{
    private const int MostSteps = 100;
    private const double Ridge = 1e-12;

    /// <summary>Fits the weights.</summary>
    /// <param name="first">The first feature, without NaN.</param>
    /// <param name="second">The second; empty for one feature.</param>
    /// <param name="targets">t; as many.</param>
    /// <param name="counts">How often each row counts, 0 or more; empty: once.</param>
    /// <returns>Intercept and weights; the last is 0 for one feature.</returns>
    public static (double Intercept, double First, double Second) Fit(
        ReadOnlySpan<double> first, ReadOnlySpan<double> second, ReadOnlySpan<double> targets, ReadOnlySpan<double> counts = default)
    {
        Span<double> weights = stackalloc double[3];
        Span<double> candidate = stackalloc double[3];
        Span<double> gradient = stackalloc double[3];
        Span<double> hessian = stackalloc double[9];
        weights.Clear();
        double loss = Loss(first, second, targets, counts, weights);
        for (int step = 0; step < MostSteps; step++)
        {
            Differentiate(first, second, targets, counts, weights, gradient, hessian);
            SolveInPlace(hessian, gradient);
            double scale = 1;
            double next = double.PositiveInfinity;
            while (scale > 1e-10)
            {
                for (int i = 0; i < 3; i++)
                {
                    candidate[i] = weights[i] - scale * gradient[i];
                }

                next = Loss(first, second, targets, counts, candidate);
                if (next <= loss)
                {
                    break;
                }

                scale *= 0.5;
            }

            if (!(next <= loss))
            {
                break;
            }

            double moved = 0;
            for (int i = 0; i < 3; i++)
            {
                moved = Math.Max(moved, Math.Abs(candidate[i] - weights[i]) / (1 + Math.Abs(candidate[i])));
            }

            candidate.CopyTo(weights);
            loss = next;
            if (moved < 1e-13)
            {
                break;
            }
        }

        return (weights[0], weights[1], weights[2]);
    }

    private static double Loss(
        ReadOnlySpan<double> first, ReadOnlySpan<double> second, ReadOnlySpan<double> targets, ReadOnlySpan<double> counts, ReadOnlySpan<double> weights)
    {
        double loss = 0;
        for (int i = 0; i < targets.Length; i++)
        {
            double z = weights[0] + weights[1] * first[i] + (second.IsEmpty ? 0 : weights[2] * second[i]);
            loss += (counts.IsEmpty ? 1 : counts[i]) * (ProbabilityLogit.SoftPlus(z) - targets[i] * z);
        }

        return loss;
    }

    private static void Differentiate(
        ReadOnlySpan<double> first,
        ReadOnlySpan<double> second,
        ReadOnlySpan<double> targets,
        ReadOnlySpan<double> counts,
        ReadOnlySpan<double> weights,
        Span<double> gradient,
        Span<double> hessian)
    {
        gradient.Clear();
        hessian.Clear();
        Span<double> x = [1, 0, 0];
        for (int i = 0; i < targets.Length; i++)
        {
            x[1] = first[i];
            x[2] = second.IsEmpty ? 0 : second[i];
            double q = ProbabilityLogit.Sigmoid(weights[0] + weights[1] * x[1] + weights[2] * x[2]);
            double count = counts.IsEmpty ? 1 : counts[i];
            double error = count * (q - targets[i]);
            double curvature = count * q * (1 - q);
            for (int r = 0; r < 3; r++)
            {
                gradient[r] += error * x[r];
                for (int c = 0; c < 3; c++)
                {
                    hessian[3 * r + c] += curvature * x[r] * x[c];
                }
            }
        }

        for (int r = 0; r < 3; r++)
        {
            hessian[4 * r] += Ridge;
        }
    }

    // Gauss without pivoting, which a positive definite matrix does not need.
    private static void SolveInPlace(Span<double> matrix, Span<double> right)
    {
        for (int pivot = 0; pivot < 3; pivot++)
        {
            for (int row = pivot + 1; row < 3; row++)
            {
                double factor = matrix[3 * row + pivot] / matrix[4 * pivot];
                for (int column = pivot; column < 3; column++)
                {
                    matrix[3 * row + column] -= factor * matrix[3 * pivot + column];
                }

                right[row] -= factor * right[pivot];
            }
        }

        for (int row = 2; row >= 0; row--)
        {
            for (int column = row + 1; column < 3; column++)
            {
                right[row] -= matrix[3 * row + column] * right[column];
            }

            right[row] /= matrix[4 * row];
        }
    }
}
