namespace AISafety.Statistics;

/// <summary>The decision rule of a group: how likely a score is selected. A step that rises at most twice.</summary>
/// <remarks>One threshold has <see cref="Lower"/> = <see cref="Upper"/>. The default value was not fitted, and selects what is at least 0 with probability 0.</remarks>
/// <param name="Lower">Where the middle step begins; -infinity to +infinity, at most <paramref name="Upper"/>.</param>
/// <param name="Upper">Where the last step begins, itself included.</param>
/// <param name="Below">The probability of selection of a score less than <paramref name="Lower"/>; 0 to 1.</param>
/// <param name="Between">That of a score of <paramref name="Lower"/> or more and less than <paramref name="Upper"/>; none less than <paramref name="Below"/>.</param>
/// <param name="Above">That of a score of <paramref name="Upper"/> or more; none less than <paramref name="Between"/>.</param>
public readonly record struct GroupThreshold(double Lower, double Upper, double Below, double Between, double Above)
{
    /// <summary>Whether some score is decided by chance.</summary>
    public bool IsRandomized => IsChance(Below) || IsChance(Above) || (Lower < Upper && IsChance(Between));

    internal bool IsValid =>
        Lower <= Upper && Below >= 0 && Below <= Between && Between <= Above && Above <= 1;

    /// <summary>A plain threshold: a score is selected if it is at least <paramref name="threshold"/>.</summary>
    public static GroupThreshold At(double threshold) => new(threshold, threshold, 0, 0, 1);

    /// <summary>The probability that a score is selected.</summary>
    /// <exception cref="ArgumentException"><paramref name="score"/> is NaN.</exception>
    public double Probability(double score) =>
        score >= Upper ? Above
        : score >= Lower ? Between
        : !double.IsNaN(score) ? Below
        : throw new ArgumentException("The score is NaN; expected a number.", nameof(score));

    private static bool IsChance(double probability) => probability is > 0 and < 1;
}
