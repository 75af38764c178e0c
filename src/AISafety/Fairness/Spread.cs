using AISafety.Statistics;

namespace AISafety.Fairness;

/// <summary>The greatest difference and the least ratio among groups, from intervals of the groups' rates that hold together.</summary>
/// <remarks>If every rate is in its interval, the greatest true difference is at least the greatest lower end less the least upper end, and at most the greatest upper less the least lower; the least ratio likewise. All groups take part in
/// that, the small ones too: theirs are wide.</remarks>
internal sealed record Spread(Interval Difference, Interval Ratio, double Value, double Quotient, int Greatest, int Least, long Count, int[] Excluded)
{
    public static Spread Of(FairnessValue[] rates, int minimumSize)
    {
        double highestLower = rates.Max(static rate => rate.Interval.Lower);
        double highestUpper = rates.Max(static rate => rate.Interval.Upper);
        double lowestLower = rates.Min(static rate => rate.Interval.Lower);
        double lowestUpper = rates.Min(static rate => rate.Interval.Upper);
        Interval difference = new(Math.Max(0, highestLower - lowestUpper), highestUpper - lowestLower);
        Interval ratio = new(highestUpper > 0 && double.IsFinite(highestUpper) ? lowestLower / highestUpper : 0, highestLower > 0 ? Math.Min(1, lowestUpper / highestLower) : 1);

        int[] compared = [.. Enumerable.Range(0, rates.Length).Where(group => rates[group].IsDefined && rates[group].Count >= minimumSize)];
        int[] excluded = [.. Enumerable.Range(0, rates.Length).Except(compared)];
        long count = rates.Sum(static rate => rate.Count);
        if (compared.Length < 2)
        {
            return new(difference, ratio, double.NaN, double.NaN, -1, -1, count, excluded);
        }

        int greatest = compared.MaxBy(group => rates[group].Value);
        int least = compared.MinBy(group => rates[group].Value);
        (double most, double fewest) = (rates[greatest].Value, rates[least].Value);
        return new(difference, ratio, most - fewest, most > 0 ? fewest / most : double.NaN, most > fewest ? greatest : -1, most > fewest ? least : -1, count, excluded);
    }

    /// <summary>The worse of two: equalised odds are as far off as the rate that differs more. Undefined if either is: what is not known may be the worse.</summary>
    public Spread With(Spread other)
    {
        bool isKnown = !double.IsNaN(Value) && !double.IsNaN(other.Value);
        Spread wider = other.Value > Value || double.IsNaN(other.Value) ? other : this;
        return wider with
        {
            Value = isKnown ? wider.Value : double.NaN,
            Greatest = isKnown ? wider.Greatest : -1,
            Least = isKnown ? wider.Least : -1,
            Count = Math.Min(Count, other.Count),
            Difference = new(Math.Max(Difference.Lower, other.Difference.Lower), Math.Max(Difference.Upper, other.Difference.Upper)),
            Ratio = new(Math.Min(Ratio.Lower, other.Ratio.Lower), Math.Min(Ratio.Upper, other.Ratio.Upper)),
            Quotient = Math.Min(Quotient, other.Quotient),
            Excluded = [.. Excluded.Union(other.Excluded).Order()],
        };
    }

    public FairnessGap Gap(FairnessCriterion criterion, bool isIdentified)
    {
        ValueStatus missing = isIdentified ? ValueStatus.FewerThanTwoGroups : ValueStatus.NotIdentified;
        return new(
            criterion,
            new(Value, Difference, Count, double.IsNaN(Value) ? missing : ValueStatus.Defined),
            new(Quotient, Ratio, Count, !double.IsNaN(Quotient) ? ValueStatus.Defined : double.IsNaN(Value) ? missing : ValueStatus.ZeroDenominator),
            Greatest,
            Least,
            Excluded);
    }
}
