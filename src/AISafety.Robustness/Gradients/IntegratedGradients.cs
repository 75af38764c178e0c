namespace AISafety.Robustness;

/// <summary>Which values of a row a score is owed to: the gradient's mean on the straight way from a baseline to the row, times the difference of the two.</summary>
/// <remarks>Source: M. Sundararajan, A. Taly and Q. Yan, Axiomatic attribution for deep networks, ICML 2017. The integral is the midpoint rule's; the attributions add up to the difference of the scores, but for its error.</remarks>
public static class IntegratedGradients
{
    private const int BlockRows = 64;

    /// <summary>Attributes the score of a class.</summary>
    /// <param name="model">The model.</param>
    /// <param name="row">The row.</param>
    /// <param name="baseline">What it is compared to, as long as the row. Empty: zeros.</param>
    /// <param name="target">The class: 0 to k - 1.</param>
    /// <param name="steps">How many points on the way: 1 to 10,000,000. Default: 1,000.</param>
    /// <returns>One number for each value of the row, in the unit of the score.</returns>
    /// <exception cref="ArgumentException">The row, the baseline or the class does not suit the model.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is out of range.</exception>
    public static double[] Of(IDifferentiableModel model, ReadOnlySpan<float> row, ReadOnlySpan<float> baseline, int target, int steps = 1_000)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(steps, 10_000_000);
        int width = model.InputLength;
        if (row.Length != width || (!baseline.IsEmpty && baseline.Length != width))
        {
            throw new ArgumentException($"The row has {row.Length} values and the baseline {baseline.Length}; expected {width}.", nameof(row));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(target);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(target, model.OutputLength);
        float[] points = new float[BlockRows * width];
        float[] gradients = new float[BlockRows * width];
        float[] scores = new float[BlockRows * model.OutputLength];
        double[] sums = new double[width];
        for (int first = 0; first < steps; first += BlockRows)
        {
            int count = Math.Min(BlockRows, steps - first);
            for (int point = 0; point < count; point++)
            {
                double share = (first + point + 0.5) / steps;
                for (int i = 0; i < width; i++)
                {
                    double from = baseline.IsEmpty ? 0 : baseline[i];
                    points[(point * width) + i] = (float)(from + (share * (row[i] - from)));
                }
            }

            ScoreGradient.Of(model, points.AsSpan(0, count * width), target, scores, gradients);
            for (int place = 0; place < count * width; place++)
            {
                sums[place % width] += gradients[place];
            }
        }

        for (int i = 0; i < width; i++)
        {
            sums[i] *= ((double)row[i] - (baseline.IsEmpty ? 0 : baseline[i])) / steps;
        }

        return sums;
    }
}
