namespace AISafety.Statistics;

/// <summary>Platt scaling: turns a score into a probability by a sigmoid, p = 1 / (1 + e^(-(slope s + intercept))).</summary>
/// <remarks>
/// <para>Fitted by maximum likelihood to Platt's smoothed targets, (N1 + 1) / (N1 + 2) for the N1 rows of label 1 and 1 / (N0 + 2) for the N0 of
/// label 0, which keeps the sigmoid finite when the scores separate the labels. Platt writes A = -slope and B = -intercept.</para>
/// <para>Sources: Platt, Probabilistic outputs for support vector machines, 1999; Lin, Lin and Weng, Machine Learning 68, 2007. Immutable.</para>
/// </remarks>
/// <param name="slope">By how much the log odds rise with the score; finite.</param>
/// <param name="intercept">The log odds at a score of 0; finite.</param>
/// <exception cref="ArgumentException">A parameter is not finite.</exception>
public sealed class PlattScaling(double slope, double intercept)
{
    /// <summary>By how much the log odds rise with the score.</summary>
    public double Slope { get; } = double.IsFinite(slope) ? slope : throw new ArgumentException("Expected a finite number.", nameof(slope));

    /// <summary>The log odds at a score of 0.</summary>
    public double Intercept { get; } = double.IsFinite(intercept) ? intercept : throw new ArgumentException("Expected a finite number.", nameof(intercept));

    /// <summary>Fits the sigmoid.</summary>
    /// <param name="scores">Greater for label 1; finite. NaN means missing: the row is passed over.</param>
    /// <param name="labels">0 or 1; as many.</param>
    /// <exception cref="ArgumentException">The lengths differ, a score is infinite, a label is neither 0 nor 1, or no row has a score.</exception>
    public static PlattScaling Fit(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels)
    {
        ProbabilityLogit.RequirePairs(scores, labels, probabilities: false);
        double[] present = new double[scores.Length];
        double[] targets = new double[scores.Length];
        int count = 0;
        int positives = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            if (!double.IsNaN(scores[i]))
            {
                present[count] = scores[i];
                targets[count++] = labels[i];
                positives += labels[i];
            }
        }

        double high = (positives + 1.0) / (positives + 2.0);
        double low = 1 / (count - positives + 2.0);
        foreach (ref double target in targets.AsSpan(0, count))
        {
            target = target > 0 ? high : low;
        }

        // To mean 0 and spread 1, on which Newton's method does not depend on the unit of the score.
        ReadOnlySpan<double> known = present.AsSpan(0, count);
        (double center, double spread) = Standardize(present.AsSpan(0, count));
        (double intercept, double slope, _) = LogisticFit.Fit(known, [], targets.AsSpan(0, count));
        return new(slope / spread, intercept - slope * center / spread);
    }

    /// <summary>The probability of label 1 at a score; NaN for NaN. Infinite scores give 0 or 1, the intercept alone if the slope is 0.</summary>
    public double Apply(double score) => ProbabilityLogit.Sigmoid(Slope == 0 && !double.IsNaN(score) ? Intercept : Slope * score + Intercept);

    private static (double Center, double Spread) Standardize(Span<double> values)
    {
        double center = 0;
        for (int i = 0; i < values.Length; i++)
        {
            center += (values[i] - center) / (i + 1);
        }

        double spread = 0;
        foreach (double value in values)
        {
            spread = Math.Max(spread, Math.Abs(value - center));
        }

        spread = spread > 0 ? spread : 1;
        foreach (ref double value in values)
        {
            value = (value - center) / spread;
        }

        return (center, spread);
    }
}
