namespace AISafety.Statistics;

/// <summary>Smoothed empirical differential fairness: the greatest ratio of two groups' rates of either outcome, as a logarithm.</summary>
/// <remarks>A group's rate of an outcome that k of n rows have is (k + c / 2) / (n + c), c the concentration: no ratio is infinite. The value is the greatest |ln ratio| over all pairs of groups and
/// both outcomes; 0 if all rates are equal, and within e^-value to e^value every ratio lies. Groups without rows are left out. Source: Foulds, Islam, Keya and Pan, An Intersectional Definition of Fairness, ICDE 2020;
/// the smoothing as in AIF360.</remarks>
public static class DifferentialFairness
{
    /// <summary>Of what was predicted.</summary>
    /// <param name="counts">The counts of each group.</param>
    /// <param name="concentration">c, more than 0 and finite.</param>
    /// <returns>Without an interval; undefined if fewer than two groups have rows.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="concentration"/> is not such a number.</exception>
    public static FairnessValue OfPredictions(GroupCounts counts, double concentration = 1) => Compute(counts, concentration, GroupRate.SelectionRate);

    /// <summary>Of what was true.</summary>
    /// <inheritdoc cref="OfPredictions"/>
    public static FairnessValue OfLabels(GroupCounts counts, double concentration = 1) => Compute(counts, concentration, GroupRate.BaseRate);

    private static FairnessValue Compute(GroupCounts counts, double concentration, GroupRate rate)
    {
        ArgumentNullException.ThrowIfNull(counts);
        if (!(concentration > 0 && double.IsFinite(concentration)))
        {
            throw new ArgumentOutOfRangeException(nameof(concentration), concentration, "Expected a finite number of more than 0.");
        }

        (double leastOne, double greatestOne) = (1, 0);
        (double leastZero, double greatestZero) = (1, 0);
        int groups = 0;
        long rows = 0;
        foreach (ConfusionCounts group in counts.Groups)
        {
            RateParts parts = RateParts.Of(rate, group);
            if (parts.Whole > 0)
            {
                groups++;
                rows += parts.Whole;
                double one = (parts.Part + 0.5 * concentration) / (parts.Whole + concentration);
                double zero = (parts.Whole - parts.Part + 0.5 * concentration) / (parts.Whole + concentration);
                (leastOne, greatestOne) = (Math.Min(leastOne, one), Math.Max(greatestOne, one));
                (leastZero, greatestZero) = (Math.Min(leastZero, zero), Math.Max(greatestZero, zero));
            }
        }

        return groups < 2
            ? FairnessValue.Undefined(ValueStatus.FewerThanTwoGroups, rows)
            : FairnessValue.Of(Math.Max(Math.Log(greatestOne / leastOne), Math.Log(greatestZero / leastZero)), rows);
    }
}
