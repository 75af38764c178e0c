namespace AISafety.Statistics;

/// <summary>Logits and their inverse, without overflow, and the check of what a calibrator is fitted to.</summary>
internal static class ProbabilityLogit
{
    /// <summary>1 / (1 + e^-x).</summary>
    public static double Sigmoid(double x)
    {
        double e = Math.Exp(-Math.Abs(x));
        return x >= 0 ? 1 / (1 + e) : e / (1 + e);
    }

    /// <summary>ln(1 + e^x).</summary>
    public static double SoftPlus(double x) => Math.Max(x, 0) + double.LogP1(Math.Exp(-Math.Abs(x)));

    /// <summary>Refuses pairs that no calibrator can be fitted to.</summary>
    /// <exception cref="ArgumentException">The lengths differ, a score is infinite (or not from 0 to 1, if it must be a probability), a label
    /// is neither 0 nor 1, or no row has a score.</exception>
    public static void RequirePairs(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels, bool probabilities)
    {
        BinaryLabels.RequireSameLength(scores.Length, labels.Length, nameof(scores));
        BinaryLabels.Require(labels, nameof(labels));
        bool any = false;
        foreach (double score in scores)
        {
            if (double.IsInfinity(score) || (probabilities && (score < 0 || score > 1)))
            {
                throw new ArgumentException(
                    $"A score is {score}; expected {(probabilities ? "probabilities from 0 to 1" : "finite numbers")}, or NaN for missing.", nameof(scores));
            }

            any |= !double.IsNaN(score);
        }

        if (!any)
        {
            throw new ArgumentException("No row has a score; expected at least one.", nameof(scores));
        }
    }
}
