namespace AISafety.Statistics;

/// <summary>The rows of each group apart, those without a score left out.</summary>
internal sealed class GroupedScores
{
    private readonly (double[] Scores, byte[] Labels)[] _groups;

    /// <exception cref="ArgumentException">The lengths differ, a score is infinite, a label or group is out of range, only one label occurs, or a group has no row.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There may not be so many groups.</exception>
    public GroupedScores(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels, ReadOnlySpan<int> groups, int groupCount)
    {
        GroupCode.RequireCount(groupCount);
        ProbabilityLogit.RequirePairs(scores, labels, probabilities: false);
        GroupCode.Require(groups, scores.Length, groupCount);
        (List<double> Scores, List<byte> Labels)[] lists = [.. Enumerable.Range(0, groupCount).Select(static _ => (new List<double>(), new List<byte>()))];
        for (int i = 0; i < scores.Length; i++)
        {
            if (!double.IsNaN(scores[i]))
            {
                lists[groups[i]].Scores.Add(scores[i]);
                lists[groups[i]].Labels.Add(labels[i]);
                _ = labels[i] == 1 ? Positives++ : Negatives++;
            }
        }

        if (Positives == 0 || Negatives == 0)
        {
            throw new ArgumentException($"All {Positives + Negatives} rows have the same label; expected rows of both.", nameof(labels));
        }

        int empty = Array.FindIndex(lists, static list => list.Scores.Count == 0);
        if (empty >= 0)
        {
            throw new ArgumentException($"Group {empty} has no row with a score; leave it out, and it is decided as a group that is not known.", nameof(groups));
        }

        _groups = Array.ConvertAll(lists, static list => (list.Scores.ToArray(), list.Labels.ToArray()));
    }

    public int GroupCount => _groups.Length;

    public long Positives { get; private set; }

    public long Negatives { get; private set; }

    public ReadOnlySpan<double> ScoresOf(int group) => _groups[group].Scores;

    public ReadOnlySpan<byte> LabelsOf(int group) => _groups[group].Labels;

    /// <exception cref="ArgumentException">A group lacks a label whose rate is to be compared.</exception>
    public void RequireLabels(FairnessCriterion criterion)
    {
        for (int group = 0; group < GroupCount; group++)
        {
            bool positives = LabelsOf(group).Contains((byte)1);
            bool negatives = LabelsOf(group).Contains((byte)0);
            if ((!positives && criterion is (FairnessCriterion.EqualOpportunity or FairnessCriterion.EqualizedOdds))
                || (!negatives && criterion is (FairnessCriterion.FalsePositiveRateParity or FairnessCriterion.EqualizedOdds)))
            {
                throw new ArgumentException(
                    $"Group {group} has no row of label {(positives ? 0 : 1)}, so that its rate is not defined; leave it out, or ask for demographic parity.");
            }
        }
    }

    /// <summary>What rules do to each group.</summary>
    public DecisionRates[] RatesOf(GroupThresholds thresholds)
    {
        DecisionRates[] rates = new DecisionRates[GroupCount];
        for (int group = 0; group < rates.Length; group++)
        {
            rates[group] = RatesOf(group, thresholds.Of(group));
        }

        return rates;
    }

    private DecisionRates RatesOf(int group, GroupThreshold rule)
    {
        (double[] scores, byte[] labels) = _groups[group];
        Span<double> selected = stackalloc double[2];
        selected.Clear();
        long positives = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            selected[labels[i]] += rule.Probability(scores[i]);
            positives += labels[i];
        }

        return DecisionRates.Of(selected[1], selected[0], positives, scores.Length - positives);
    }
}
