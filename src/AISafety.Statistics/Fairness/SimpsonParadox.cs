namespace AISafety.Statistics;

/// <summary>Whether two groups differ one way over all rows and the other way within strata.</summary>
/// <remarks>The intervals of all rows together and of all strata hold together: each is at 1 - a / (strata + 1), and squares and adds Clopper and Pearson's limits (see <see cref="FairnessGap"/>). Source: E. Simpson, The Interpretation of
/// Interaction in Contingency Tables, JRSS B 13, 1951. What a reversal means, and which of the two is to be trusted, depends on why rows are in a stratum.</remarks>
public static class SimpsonParadox
{
    /// <summary>Looks for a reversal.</summary>
    /// <param name="strata">The counts in each stratum, of the same groups; 1 or more.</param>
    /// <param name="first">The code of one group.</param>
    /// <param name="second">The code of another.</param>
    /// <param name="rate">What is compared; not the quotient of treatment equality.</param>
    /// <param name="confidence">Of all intervals together; more than 0, less than 1.</param>
    /// <exception cref="ArgumentException">There is no stratum, they have different groups, or the rate is no share.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such group, or a number is out of range.</exception>
    public static SimpsonParadoxResult Test(
        ReadOnlySpan<GroupCounts> strata, int first, int second, GroupRate rate = GroupRate.SelectionRate, double confidence = 0.95)
    {
        _ = NormalReach.Of(confidence);
        GroupCounts all = Merge(strata, first, second);
        if (rate == GroupRate.FalseNegativesPerFalsePositive)
        {
            throw new ArgumentException("It is no share; expected another rate.", nameof(rate));
        }

        double each = 1 - (1 - confidence) / (strata.Length + 1);
        FairnessValue aggregate = Difference(all, first, second, rate, each);
        FairnessValue[] differences = new FairnessValue[strata.Length];
        List<int> reversed = [];
        int agreeing = 0;
        for (int i = 0; i < strata.Length; i++)
        {
            differences[i] = Difference(strata[i], first, second, rate, each);
            int sign = Sign(differences[i]) * Sign(aggregate);
            agreeing += sign > 0 ? 1 : 0;
            if (sign < 0)
            {
                reversed.Add(i);
            }
        }

        return new(reversed.Count > 0 && agreeing == 0, aggregate, differences, reversed);
    }

    private static GroupCounts Merge(ReadOnlySpan<GroupCounts> strata, int first, int second)
    {
        if (strata.IsEmpty)
        {
            throw new ArgumentException("There is no stratum; expected at least one.", nameof(strata));
        }

        GroupCounts all = new(strata[0].GroupCount);
        foreach (GroupCounts stratum in strata)
        {
            all.Merge(stratum);
        }

        RequireGroup(first, all.GroupCount, nameof(first));
        RequireGroup(second, all.GroupCount, nameof(second));
        return all;
    }

    private static void RequireGroup(int group, int groupCount, string name)
    {
        if (group < 0 || group >= groupCount)
        {
            throw new ArgumentOutOfRangeException(name, group, $"Expected a group from 0 to {groupCount - 1}.");
        }
    }

    private static FairnessValue Difference(GroupCounts counts, int first, int second, GroupRate rate, double confidence)
    {
        FairnessValue one = RateParts.Of(rate, counts[first]).Estimate(confidence, exact: true);
        FairnessValue other = RateParts.Of(rate, counts[second]).Estimate(confidence, exact: true);
        if (!one.IsDefined || !other.IsDefined)
        {
            return one.IsDefined ? other : one;
        }

        Interval interval = SquareAndAdd.Difference(one.Value, one.Interval, other.Value, other.Interval);
        return FairnessValue.Of(one.Value - other.Value, new(Math.Max(-1, interval.Lower), Math.Min(1, interval.Upper)), one.Count + other.Count);
    }

    // 0 as long as the interval holds 0, or there is none.
    private static int Sign(FairnessValue difference) => difference.Interval.Lower > 0 ? 1 : difference.Interval.Upper < 0 ? -1 : 0;
}
