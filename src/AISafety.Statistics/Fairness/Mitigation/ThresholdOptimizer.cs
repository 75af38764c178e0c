namespace AISafety.Statistics;

/// <summary>Finds the thresholds of groups that are best under a fairness constraint, from the scores of a model that stays as it is.</summary>
/// <remarks>
/// <para>Exact on the rows that it is fitted to: no mixture of thresholds keeps the constraint there and has a greater objective. What a group can reach is the convex hull of its ROC curve. For one rate, the best objective
/// with all rates in a window [c, c + tolerance] is a concave function of c of straight pieces, whose greatest value is found among its bends. For equalised odds the groups have one point in common, on the lower
/// edge of all hulls; a group whose hull lies above it gets there by ignoring the score in a share of its calls, and then selecting with a probability of the false positive rate. Of equally good solutions the one with the
/// least rate is taken.</para>
/// <para>A point between two thresholds is reached by drawing between them. Rows with scores between the two are then selected with a stated probability; all others are decided without chance, but for equalised odds.</para>
/// <para>On other rows the rates are those of the fitting rows up to chance: the fewer rows of a group and label, the rougher.</para>
/// <para>Sources: Hardt, Price and Srebro, Equality of opportunity in supervised learning, NIPS 2016. Fairlearn's ThresholdOptimizer (Weerts et al., JMLR 24, 2023) searches a grid of 1,000 values of the rate and reaches
/// the point of equalised odds in the same way. n log n for the hulls; then the number of bends times that of groups.</para>
/// </remarks>
public static class ThresholdOptimizer
{
    /// <summary>Fits thresholds.</summary>
    /// <param name="scores">Greater for label 1; finite, in any unit. NaN means missing: the row is passed over. Of rows that the model was not trained on.</param>
    /// <param name="labels">What was true: 0 or 1; as many.</param>
    /// <param name="groups">Each row's group, counted from 0; as many.</param>
    /// <param name="groupCount">How many groups; 1 to 65,536. Each has a row with a score; of each label whose rate is compared.</param>
    /// <param name="options">The defaults if null: demographic parity, accuracy, no tolerance.</param>
    /// <exception cref="ArgumentException">The lengths differ, a score is infinite, a label or group is out of range, only one label occurs, or a group lacks rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option or <paramref name="groupCount"/> is out of range.</exception>
    public static ThresholdFit Fit(
        ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels, ReadOnlySpan<int> groups, int groupCount, ThresholdOptions? options = null)
    {
        options = ThresholdOptions.Checked(options);
        GroupedScores rows = new(scores, labels, groups, groupCount);
        rows.RequireLabels(options.Criterion);
        bool isBalanced = options.Objective == ThresholdObjective.BalancedAccuracy;

        // The objective is a constant plus these times the true, and less these times the false positives.
        double gain = isBalanced ? 0.5 / rows.Positives : 1.0 / (rows.Positives + rows.Negatives);
        double cost = isBalanced ? 0.5 / rows.Negatives : gain;
        double nothing = cost * rows.Negatives;
        RocHull[] hulls = [.. Enumerable.Range(0, groupCount).Select(group => RocHull.Of(rows.ScoresOf(group), rows.LabelsOf(group)))];
        GroupThreshold[] rules = options.Criterion == FairnessCriterion.EqualizedOdds
            ? CommonPoint.Rules(hulls, cost * rows.Negatives / (gain * rows.Positives))
            : CommonRate.Rules(hulls, options.Criterion, options.Tolerance, (falsePositives, truePositives) => gain * truePositives - cost * falsePositives);
        HullCurve all = HullCurve.Of(
            RocHull.Of(scores, labels),
            (falsePositives, truePositives) => (double)(falsePositives + truePositives) / (rows.Positives + rows.Negatives),
            (falsePositives, truePositives) => gain * truePositives - cost * falsePositives);
        GroupThresholds thresholds = new(rules, all.RuleAt(all.Best));
        DecisionRates[] rates = rows.RatesOf(thresholds);
        double objective = nothing;
        for (int group = 0; group < rates.Length; group++)
        {
            objective += gain * Times(rates[group].TruePositiveRate, hulls[group].Positives) - cost * Times(rates[group].FalsePositiveRate, hulls[group].Negatives);
        }

        return new(thresholds, rates, objective, nothing + all.At(all.Best));
    }

    // A rate of no rows is NaN.
    private static double Times(double rate, long count) => count == 0 ? 0 : rate * count;
}
