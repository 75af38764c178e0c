namespace AISafety.Statistics;

/// <summary>Conditional demographic disparity: whether a group has a greater share of the rejected than of the selected, within strata.</summary>
/// <remarks>In a stratum, disparity = (the group's share of the rows predicted 0) - (its share of the rows predicted 1), from -1 to 1; more than 0 is to the group's disadvantage. The conditional
/// value is the mean over strata, weighted by their rows. A stratum in which no row, or every row, was selected has no disparity and is left out; <see cref="FairnessValue.Count"/> says how many rows remained.
/// Source: Wachter, Mittelstadt and Russell, Why Fairness Cannot Be Automated, Computer Law and Security Review 41, 2021.</remarks>
public static class ConditionalDisparity
{
    /// <summary>The disparity without strata.</summary>
    /// <param name="counts">The counts of each group; labels play no part.</param>
    /// <param name="group">The group's code.</param>
    /// <returns>Without an interval; undefined if none or all were selected.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such group.</exception>
    public static FairnessValue Demographic(GroupCounts counts, int group)
    {
        ArgumentNullException.ThrowIfNull(counts);
        if (group < 0 || group >= counts.GroupCount)
        {
            throw new ArgumentOutOfRangeException(nameof(group), group, $"Expected a group from 0 to {counts.GroupCount - 1}.");
        }

        ConfusionCounts total = counts.Total;
        ConfusionCounts own = counts[group];
        long rejected = total.Count - total.Selected;
        return total.Count == 0 ? FairnessValue.Undefined(ValueStatus.NoRows)
            : total.Selected == 0 ? FairnessValue.Undefined(ValueStatus.NoneSelected, total.Count)
            : rejected == 0 ? FairnessValue.Undefined(ValueStatus.NoneRejected, total.Count)
            : FairnessValue.Of((double)(own.Count - own.Selected) / rejected - (double)own.Selected / total.Selected, total.Count);
    }

    /// <summary>The mean disparity over strata.</summary>
    /// <param name="strata">The counts in each stratum, of the same groups.</param>
    /// <param name="group">The group's code.</param>
    /// <returns>Without an interval; undefined if no stratum has both selected and rejected rows.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such group in a stratum.</exception>
    public static FairnessValue Conditional(ReadOnlySpan<GroupCounts> strata, int group)
    {
        double sum = 0;
        long rows = 0;
        foreach (GroupCounts stratum in strata)
        {
            FairnessValue own = Demographic(stratum, group);
            if (own.IsDefined)
            {
                sum += own.Count * own.Value;
                rows += own.Count;
            }
        }

        return rows > 0 ? FairnessValue.Of(sum / rows, rows) : FairnessValue.Undefined(ValueStatus.NoStratum);
    }
}
