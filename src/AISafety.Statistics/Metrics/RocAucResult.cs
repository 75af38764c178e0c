namespace AISafety.Statistics;

/// <summary>An area under the ROC curve, and how sure of it one may be.</summary>
/// <param name="Area">From 0 to 1; 0.5 is chance. NaN if a label has no row.</param>
/// <param name="Variance">DeLong's variance of the area; NaN if a label has fewer than two rows.</param>
/// <param name="Positives">The rows of label 1 that have a score.</param>
/// <param name="Negatives">The rows of label 0 that have a score.</param>
/// <param name="Missing">The rows without a score, which took no part.</param>
public readonly record struct RocAucResult(double Area, double Variance, int Positives, int Negatives, int Missing)
{
    /// <summary>The square root of the variance.</summary>
    public double StandardError => Math.Sqrt(Variance);

    /// <summary>DeLong's interval: area plus and minus z standard errors, cut to 0 and 1.</summary>
    /// <remarks>Normal approximation: for areas near 0 or 1, or a dozen rows of a label, it covers less than it says. With perfect separation
    /// the variance, and so the width, is 0.</remarks>
    /// <param name="confidence">How often the interval shall cover: more than 0, less than 1.</param>
    /// <returns>Both ends NaN if the variance is.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="confidence"/> is out of range or NaN.</exception>
    public Interval Interval(double confidence = 0.95)
    {
        double reach = NormalReach.Of(confidence) * StandardError;
        return double.IsNaN(reach) ? new(double.NaN, double.NaN) : new(Math.Max(0, Area - reach), Math.Min(1, Area + reach));
    }
}
