namespace AISafety.Statistics;

/// <summary>Reject option classification: who is nearest to the threshold is decided by the group, in favour of deprived ones.</summary>
/// <remarks>
/// <para>In the critical region, the scores of threshold - margin to threshold + margin with its ends, deprived groups are selected and the others are not; elsewhere the model's threshold decides. Of all margins that differ on the
/// fitting rows, those that keep the difference are looked at, and of these the one with the greatest accuracy is taken, of equals the least. Nobody is decided by chance.</para>
/// <para>One margin closes one difference: with more than two groups it may be that none does. Source: Kamiran, Karim and Zhang, Decision theory for discrimination-aware classification, ICDM 2012, where the threshold is a
/// probability of 0.5 and the margin is given.</para>
/// </remarks>
public static class RejectOption
{
    /// <summary>Fits the margin.</summary>
    /// <param name="scores">Greater for label 1; finite. NaN means missing: the row is passed over. Of rows that the model was not trained on.</param>
    /// <param name="labels">What was true: 0 or 1; as many.</param>
    /// <param name="groups">Each row's group, counted from 0; as many.</param>
    /// <param name="groupCount">How many groups; 1 to 65,536. Each has a row with a score; of each label whose rate is compared.</param>
    /// <param name="options">The defaults if null: demographic parity within 0.02, around 0.5.</param>
    /// <exception cref="ArgumentException">The lengths differ, a score is infinite, a label or group is out of range, only one label occurs, a group lacks rows, or no margin keeps the difference.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option or <paramref name="groupCount"/> is out of range.</exception>
    public static RejectOptionFit Fit(
        ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels, ReadOnlySpan<int> groups, int groupCount, RejectOptionOptions? options = null)
    {
        GroupCode.RequireCount(groupCount);
        options = RejectOptionOptions.Checked(options, groupCount);
        GroupedScores rows = new(scores, labels, groups, groupCount);
        rows.RequireLabels(options.Criterion);
        bool[] deprived = DeprivedOf(rows, options);
        RegionCounts counts = new(rows, options.Threshold, deprived);
        double plain = counts.Accuracy;

        // In favour of none, or of all, a region would only be another threshold.
        bool hasBoth = deprived.Contains(true) && deprived.Contains(false);
        double margin = -1;
        (double bestMargin, double bestAccuracy, double least, double leastMargin) = (double.NaN, double.NegativeInfinity, double.PositiveInfinity, double.NaN);
        do
        {
            double difference = counts.Difference(options.Criterion);
            (least, leastMargin) = difference < least ? (difference, margin) : (least, leastMargin);
            if (difference <= options.MaximumDifference && counts.Accuracy > bestAccuracy)
            {
                (bestMargin, bestAccuracy) = (margin, counts.Accuracy);
            }
        }
        while (hasBoth && counts.Widen(out margin));

        if (double.IsNaN(bestMargin))
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"No critical region keeps a difference of {options.MaximumDifference}; the least on these rows is {least}, with {(leastMargin < 0 ? "none" : FormattableString.Invariant($"a margin of {leastMargin}"))}."), nameof(options));
        }

        GroupThresholds thresholds = Thresholds(options.Threshold, bestMargin, deprived);
        DecisionRates[] rates = rows.RatesOf(thresholds);
        return new(
            bestMargin, [.. Enumerable.Range(0, groupCount).Where(group => deprived[group])], thresholds, rates, RegionCounts.Difference(rates, options.Criterion), bestAccuracy, plain);
    }

    private static GroupThresholds Thresholds(double threshold, double margin, bool[] deprived)
    {
        GroupThreshold plain = GroupThreshold.At(threshold);
        GroupThreshold lower = margin < 0 ? plain : GroupThreshold.At(threshold - margin);

        // The region's own upper end is not selected.
        GroupThreshold upper = margin < 0 ? plain : GroupThreshold.At(Math.BitIncrement(threshold + margin));
        return new(deprived.Select(one => one ? lower : upper), plain);
    }

    private static bool[] DeprivedOf(GroupedScores rows, RejectOptionOptions options)
    {
        bool[] deprived = new bool[rows.GroupCount];
        if (options.Deprived is { } stated)
        {
            foreach (int group in stated)
            {
                deprived[group] = true;
            }

            return deprived;
        }

        DecisionRates[] rates = rows.RatesOf(new([.. Enumerable.Repeat(GroupThreshold.At(options.Threshold), rows.GroupCount)], GroupThreshold.At(options.Threshold)));
        double all = RegionCounts.Overall(rates, rows).Compared(options.Criterion);
        return Array.ConvertAll(rates, group => group.Compared(options.Criterion) < all);
    }
}
