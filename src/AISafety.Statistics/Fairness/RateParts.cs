namespace AISafety.Statistics;

/// <summary>What a rate is the quotient of: Part / Whole, or Part / (Whole - Part) where it is odds.</summary>
/// <param name="Part">How many rows count.</param>
/// <param name="Whole">Of how many.</param>
/// <param name="WhenEmpty">Why the rate is not defined if there is nothing to divide by.</param>
/// <param name="IsOdds">Whether the value is Part / (Whole - Part).</param>
public readonly record struct RateParts(long Part, long Whole, ValueStatus WhenEmpty, bool IsOdds = false)
{
    private const int FewRows = 5;

    /// <summary>Whether there is something to divide by.</summary>
    public bool IsDefined => IsOdds ? Part < Whole : Whole > 0;

    /// <summary>What a rate of these counts is made of.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rate.</exception>
    public static RateParts Of(GroupRate rate, ConfusionCounts counts)
    {
        RateParts parts = Quotient(rate, counts);
        return counts.Count == 0 ? parts with { WhenEmpty = ValueStatus.NoRows } : parts;
    }

    /// <summary>The rate, with the interval that follows from one of the share Part / Whole.</summary>
    /// <param name="share">Within 0 to 1; of odds the interval may reach to infinity.</param>
    /// <returns>The value is NaN if there is nothing to divide by; the interval is there all the same.</returns>
    public FairnessValue With(Interval share) => new(
        !IsDefined ? double.NaN : IsOdds ? (double)Part / (Whole - Part) : (double)Part / Whole,
        IsOdds ? new(Odds(share.Lower), Odds(share.Upper)) : share,
        Whole,
        IsDefined ? ValueStatus.Defined : WhenEmpty);

    /// <summary>The rate with its interval.</summary>
    /// <param name="confidence">More than 0, less than 1.</param>
    /// <param name="exact">Whether the interval is Clopper and Pearson's always; else it is Wilson's where at least five rows count and five do not.</param>
    internal FairnessValue Estimate(double confidence, bool exact = false)
    {
        if (!IsDefined)
        {
            return FairnessValue.Undefined(WhenEmpty, Whole);
        }

        Interval share = exact || Math.Min(Part, Whole - Part) < FewRows
            ? ProportionInterval.ClopperPearson(Part, Whole, confidence)
            : ProportionInterval.Wilson(Part, Whole, confidence);
        return With(share);
    }

    private static double Odds(double share) => share < 1 ? share / (1 - share) : double.PositiveInfinity;

    private static RateParts Quotient(GroupRate rate, ConfusionCounts c) => rate switch
    {
        GroupRate.BaseRate => new(c.Positives, c.Count, ValueStatus.NoRows),
        GroupRate.SelectionRate => new(c.Selected, c.Count, ValueStatus.NoRows),
        GroupRate.TruePositiveRate => new(c.TruePositives, c.Positives, ValueStatus.NoPositives),
        GroupRate.FalsePositiveRate => new(c.FalsePositives, c.Negatives, ValueStatus.NoNegatives),
        GroupRate.FalseNegativeRate => new(c.FalseNegatives, c.Positives, ValueStatus.NoPositives),
        GroupRate.TrueNegativeRate => new(c.TrueNegatives, c.Negatives, ValueStatus.NoNegatives),
        GroupRate.PositivePredictiveValue => new(c.TruePositives, c.Selected, ValueStatus.NoneSelected),
        GroupRate.NegativePredictiveValue => new(c.TrueNegatives, c.Count - c.Selected, ValueStatus.NoneRejected),
        GroupRate.Accuracy => new(c.TruePositives + c.TrueNegatives, c.Count, ValueStatus.NoRows),
        GroupRate.FalseNegativesPerFalsePositive => new(c.FalseNegatives, c.FalseNegatives + c.FalsePositives, ValueStatus.NoFalsePositives, IsOdds: true),
        _ => throw new ArgumentOutOfRangeException(nameof(rate), rate, "There is no such rate."),
    };
}
