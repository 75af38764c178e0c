namespace AISafety.Statistics;

/// <summary>How unequally benefits are shared: generalised entropy, Theil's index, and their part between groups.</summary>
/// <remarks>
/// <para>With n benefits b, of mean m: alpha other than 0 and 1: sum ((b / m)^alpha - 1) / (n alpha (alpha - 1)); alpha = 1, Theil's index: mean of (b / m) ln (b / m), 0 ln 0 = 0; alpha = 0: -mean of ln (b / m).
/// 0 if all are equal, without an upper end. Of predictions, a row's benefit is prediction - label + 1: 0 for a false negative, 2 for a false positive, as in AIF360.</para>
/// <para>Between groups: every benefit is replaced by the mean of its group. Sources: Speicher et al., A Unified Approach to Quantifying Algorithmic Unfairness, KDD 2018; H. Theil, Economics and Information Theory, 1967.</para>
/// </remarks>
public static class Inequality
{
    /// <summary>Of any benefits.</summary>
    /// <param name="benefits">None negative.</param>
    /// <param name="alpha">Greater weighs great benefits more; any finite number, 2 by default: half the squared coefficient of variation.</param>
    /// <returns>Without an interval. Undefined without rows, if the mean is 0, or if a benefit is 0 and alpha is 0 or less.</returns>
    /// <exception cref="ArgumentException">A benefit is negative, NaN or infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is not finite.</exception>
    public static FairnessValue GeneralizedEntropy(ReadOnlySpan<double> benefits, double alpha = 2)
    {
        foreach (double benefit in benefits)
        {
            if (!(benefit >= 0 && double.IsFinite(benefit)))
            {
                throw new ArgumentException($"There is a {benefit}; expected finite numbers, none negative.", nameof(benefits));
            }
        }

        WeightedEntropy entropy = new(alpha);
        double sum = 0;
        foreach (double benefit in benefits)
        {
            sum += benefit;
        }

        foreach (double benefit in benefits)
        {
            entropy.Add(1, benefit / (sum / benefits.Length));
        }

        return entropy.Value(sum);
    }

    /// <summary>Of predictions: benefits 0, 1 and 2.</summary>
    /// <inheritdoc cref="GeneralizedEntropy(ReadOnlySpan{double}, double)"/>
    public static FairnessValue GeneralizedEntropy(ConfusionCounts counts, double alpha = 2)
    {
        WeightedEntropy entropy = new(alpha);
        double mean = MeanBenefit(counts);
        entropy.Add(counts.FalseNegatives, 0);
        entropy.Add(counts.TruePositives + counts.TrueNegatives, 1 / mean);
        entropy.Add(counts.FalsePositives, 2 / mean);
        return entropy.Value(mean);
    }

    /// <summary>Theil's index of predictions: alpha = 1.</summary>
    public static FairnessValue Theil(ConfusionCounts counts) => GeneralizedEntropy(counts, 1);

    /// <summary>Of predictions, between groups.</summary>
    /// <inheritdoc cref="GeneralizedEntropy(ReadOnlySpan{double}, double)"/>
    public static FairnessValue BetweenGroups(GroupCounts counts, double alpha = 2)
    {
        ArgumentNullException.ThrowIfNull(counts);
        WeightedEntropy entropy = new(alpha);
        double mean = MeanBenefit(counts.Total);
        foreach (ConfusionCounts group in counts.Groups)
        {
            entropy.Add(group.Count, MeanBenefit(group) / mean);
        }

        return entropy.Value(mean);
    }

    private static double MeanBenefit(ConfusionCounts counts) => 1 + (double)(counts.FalsePositives - counts.FalseNegatives) / counts.Count;
}
