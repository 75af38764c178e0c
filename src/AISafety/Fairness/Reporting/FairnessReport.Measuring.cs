using AISafety.Statistics;

namespace AISafety.Fairness;

public sealed partial class FairnessReport
{
    /// <summary>Compares decisions and what came true.</summary>
    /// <param name="attribute">What rows are grouped by, and the groups' names.</param>
    /// <param name="groups">Each row's group, counted from 0.</param>
    /// <param name="labels">What was true: 0 or 1; as many.</param>
    /// <param name="predictions">What was decided: 0, or 1 for the favourable decision; as many.</param>
    /// <param name="options">The defaults if null.</param>
    /// <param name="frontier">What mitigations cost, to be shown; none if null.</param>
    /// <exception cref="ArgumentNullException"><paramref name="attribute"/> is null.</exception>
    /// <exception cref="ArgumentException">The lengths differ, a label or decision is neither 0 nor 1, or there is no such group.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public static FairnessReport Of(
        GroupAttribute attribute,
        ReadOnlySpan<int> groups,
        ReadOnlySpan<byte> labels,
        ReadOnlySpan<byte> predictions,
        FairnessOptions? options = null,
        FairnessFrontier? frontier = null)
    {
        ArgumentNullException.ThrowIfNull(attribute);
        return Make(attribute, GroupCounts.Of(groups, labels, predictions, attribute.GroupCount), hasLabels: true, options, null, frontier);
    }

    /// <summary>Compares decisions, what came true, and the scores that were decided by.</summary>
    /// <param name="attribute">What rows are grouped by, and the groups' names.</param>
    /// <param name="groups">Each row's group, counted from 0.</param>
    /// <param name="labels">What was true: 0 or 1; as many.</param>
    /// <param name="predictions">What was decided: 0, or 1 for the favourable decision; as many.</param>
    /// <param name="scores">Greater for label 1; NaN if missing; as many. Calibration asks for probabilities.</param>
    /// <param name="options">The defaults if null.</param>
    /// <param name="frontier">What mitigations cost, to be shown; none if null.</param>
    /// <inheritdoc cref="Of(GroupAttribute, ReadOnlySpan{int}, ReadOnlySpan{byte}, ReadOnlySpan{byte}, FairnessOptions, FairnessFrontier)"/>
    public static FairnessReport Of(
        GroupAttribute attribute,
        ReadOnlySpan<int> groups,
        ReadOnlySpan<byte> labels,
        ReadOnlySpan<byte> predictions,
        ReadOnlySpan<double> scores,
        FairnessOptions? options = null,
        FairnessFrontier? frontier = null)
    {
        ArgumentNullException.ThrowIfNull(attribute);
        GroupCounts counts = GroupCounts.Of(groups, labels, predictions, attribute.GroupCount);
        GroupScores metrics = GroupScores.Compute(groups, scores, labels, attribute.GroupCount, attribute.Groups, options);
        return Make(attribute, counts, hasLabels: true, options, Scores(metrics, groups, labels, scores, options ?? new()), frontier);
    }

    /// <summary>Compares decisions alone, where it is not known what came true: selection rates and demographic parity.</summary>
    /// <param name="attribute">What rows are grouped by, and the groups' names.</param>
    /// <param name="groups">Each row's group, counted from 0.</param>
    /// <param name="predictions">What was decided: 0, or 1 for the favourable decision; as many.</param>
    /// <param name="options">The defaults if null.</param>
    /// <param name="frontier">What mitigations cost, to be shown; none if null.</param>
    /// <inheritdoc cref="Of(GroupAttribute, ReadOnlySpan{int}, ReadOnlySpan{byte}, ReadOnlySpan{byte}, FairnessOptions, FairnessFrontier)"/>
    public static FairnessReport OfDecisions(
        GroupAttribute attribute, ReadOnlySpan<int> groups, ReadOnlySpan<byte> predictions, FairnessOptions? options = null, FairnessFrontier? frontier = null)
    {
        ArgumentNullException.ThrowIfNull(attribute);
        return Make(attribute, GroupCounts.Of(groups, new byte[predictions.Length], predictions, attribute.GroupCount), hasLabels: false, options, null, frontier);
    }

    private static double GapLevel(double confidence, int criteria) => 1 - (1 - confidence) / criteria;

    private static FairnessReport Make(
        GroupAttribute attribute, GroupCounts counts, bool hasLabels, FairnessOptions? options, FairnessReportScores?[]? scores, FairnessFrontier? frontier)
    {
        options ??= new();
        FairnessMetrics metrics = FairnessMetrics.Compute(counts, attribute.Groups, options);
        GroupRate[] rates = hasLabels ? Enum.GetValues<GroupRate>() : [GroupRate.SelectionRate];
        FairnessReportGroup[] groups = [.. metrics.Groups.Select(group => new FairnessReportGroup(group, rates, hasLabels, scores?[group.Group]))];

        FairnessCriterion[] criteria = hasLabels ? Enum.GetValues<FairnessCriterion>() : [FairnessCriterion.DemographicParity];
        FairnessMetrics together = FairnessMetrics.Compute(counts, attribute.Groups, options with { Confidence = GapLevel(options.Confidence, criteria.Length) });

        GroupCounts large = new(1);
        foreach (GroupMetrics group in metrics.Groups.Where(static group => !group.IsSmall))
        {
            large.Add(0, group.Counts);
        }

        GroupMetrics compared = FairnessMetrics.Compute(large, options: options).Overall;
        return new(
            attribute, options, hasLabels, scores is not null, groups, new(compared, rates, hasLabels, null), [.. criteria.Select(together.Gap)], frontier);
    }

    private static FairnessReportScores?[] Scores(
        GroupScores metrics, ReadOnlySpan<int> groups, ReadOnlySpan<byte> labels, ReadOnlySpan<double> scores, FairnessOptions options)
    {
        (List<double> Scores, List<byte> Labels)[] rows = [.. metrics.Groups.Select(static _ => (new List<double>(), new List<byte>()))];
        for (int i = 0; i < groups.Length; i++)
        {
            rows[groups[i]].Scores.Add(scores[i]);
            rows[groups[i]].Labels.Add(labels[i]);
        }

        return [.. metrics.Groups.Select(one => one.IsSmall
            ? null
            : FairnessReportScores.Of(one, [.. rows[one.Group].Scores], [.. rows[one.Group].Labels], options.CalibrationBins))];
    }
}
