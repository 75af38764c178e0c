namespace AISafety.Robustness;

/// <summary>Draws a point of a budget's ball, then brings it into the range.</summary>
internal static class StartingPoint
{
    /// <summary>Uniform in the box (L-inf) or in the ball (L2, a direction and a radius).</summary>
    public static void Draw(Span<float> x, ReadOnlySpan<float> original, AttackBudget budget, Draws draws)
    {
        if (budget.Norm == AttackNorm.LInfinity)
        {
            for (int i = 0; i < x.Length; i++)
            {
                x[i] = original[i] + (float)(budget.Epsilon * ((2 * draws.Uniform()) - 1));
            }
        }
        else
        {
            double sum = 0;
            for (int i = 0; i < x.Length; i++)
            {
                x[i] = (float)draws.Normal();
                sum += (double)x[i] * x[i];
            }

            double scale = sum > 0 ? budget.Epsilon * Math.Pow(draws.Uniform(), 1.0 / x.Length) / Math.Sqrt(sum) : 0;
            for (int i = 0; i < x.Length; i++)
            {
                x[i] = original[i] + (float)(scale * x[i]);
            }
        }

        StepKernels.Project(x, original, budget);
    }
}
