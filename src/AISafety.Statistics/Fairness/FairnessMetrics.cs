using System.Globalization;

namespace AISafety.Statistics;

/// <summary>The rates of each group, and how far groups differ in them.</summary>
/// <remarks>
/// <para>Differences are max - min and ratios min / max over groups, and equalised odds is the worse of true and false positive rate, as in Fairlearn. Unlike there, a rate that is not defined is not 0: its group
/// is left out of the comparison and listed, and so is a group of fewer rows than <see cref="FairnessOptions.MinimumGroupSize"/>. Gaps take time in proportion to the square of the number of groups. Immutable.</para>
/// <para>Sources: Hardt, Price and Srebro, NIPS 2016 (equalised odds, equal opportunity); Chouldechova, Big Data 5, 2017 (predictive parity); Berk et al., Sociological Methods and Research 50, 2021 (treatment equality);
/// Weerts et al., JMLR 24, 2023 (Fairlearn).</para>
/// </remarks>
public sealed class FairnessMetrics
{
    private readonly FairnessOptions _options;
    private readonly GroupMetrics[] _groups;

    private FairnessMetrics(GroupMetrics overall, GroupMetrics[] groups, FairnessOptions options) => (Overall, _groups, _options) = (overall, groups, options);

    /// <summary>All rows together, those of small groups too.</summary>
    public GroupMetrics Overall { get; }

    /// <summary>Every group, in the order of the codes; the empty and the small ones too.</summary>
    public IReadOnlyList<GroupMetrics> Groups => _groups;

    /// <inheritdoc cref="FairnessCriterion.DemographicParity"/>
    public FairnessGap DemographicParity => Gap(FairnessCriterion.DemographicParity);

    /// <inheritdoc cref="FairnessCriterion.EqualOpportunity"/>
    public FairnessGap EqualOpportunity => Gap(FairnessCriterion.EqualOpportunity);

    /// <inheritdoc cref="FairnessCriterion.EqualizedOdds"/>
    public FairnessGap EqualizedOdds => Gap(FairnessCriterion.EqualizedOdds);

    /// <inheritdoc cref="FairnessCriterion.PredictiveParity"/>
    public FairnessGap PredictiveParity => Gap(FairnessCriterion.PredictiveParity);

    /// <summary>Takes the counts as they are now.</summary>
    /// <param name="counts">The counts of each group.</param>
    /// <param name="names">The groups' names, in the order of the codes; their codes if null.</param>
    /// <param name="options">The defaults if null.</param>
    /// <exception cref="ArgumentException">There are not as many names as groups.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public static FairnessMetrics Compute(GroupCounts counts, IReadOnlyList<string>? names = null, FairnessOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(counts);
        options = FairnessOptions.Checked(options);
        RequireNames(names, counts.GroupCount);
        GroupMetrics[] groups = new GroupMetrics[counts.GroupCount];
        for (int group = 0; group < groups.Length; group++)
        {
            groups[group] = new(group, NameOf(group, names), counts[group], options);
        }

        return new(new(-1, "all", counts.Total, options), groups, options);
    }

    /// <summary>How far groups differ. Computed when it is called.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such criterion.</exception>
    public FairnessGap Gap(FairnessCriterion criterion) => criterion switch
    {
        FairnessCriterion.DemographicParity => Gap(criterion, GroupRate.SelectionRate, 1),
        FairnessCriterion.EqualOpportunity => Gap(criterion, GroupRate.TruePositiveRate, 1),
        FairnessCriterion.FalsePositiveRateParity => Gap(criterion, GroupRate.FalsePositiveRate, 1),
        FairnessCriterion.EqualizedOdds => Worse(Gap(criterion, GroupRate.TruePositiveRate, 2), Gap(criterion, GroupRate.FalsePositiveRate, 2)),
        FairnessCriterion.PredictiveParity => Gap(criterion, GroupRate.PositivePredictiveValue, 1),
        FairnessCriterion.AccuracyParity => Gap(criterion, GroupRate.Accuracy, 1),
        FairnessCriterion.TreatmentEquality => Gap(criterion, GroupRate.FalseNegativesPerFalsePositive, 1),
        _ => throw new ArgumentOutOfRangeException(nameof(criterion), criterion, "There is no such criterion."),
    };

    internal static void RequireNames(IReadOnlyList<string>? names, int groupCount)
    {
        if (names is not null && names.Count != groupCount)
        {
            throw new ArgumentException($"There are {names.Count} names and {groupCount} groups; expected as many of each.", nameof(names));
        }
    }

    internal static string NameOf(int group, IReadOnlyList<string>? names) => names?[group] ?? group.ToString(CultureInfo.InvariantCulture);

    private FairnessGap Gap(FairnessCriterion criterion, GroupRate rate, int rates)
    {
        List<(int Group, RateParts Parts)> compared = [];
        List<int> excluded = [];
        foreach (GroupMetrics group in _groups)
        {
            RateParts parts = RateParts.Of(rate, group.Counts);
            if (group.IsSmall || !parts.IsDefined)
            {
                excluded.Add(group.Group);
            }
            else
            {
                compared.Add((group.Group, parts));
            }
        }

        if (compared.Count < 2)
        {
            FairnessValue none = FairnessValue.Undefined(ValueStatus.FewerThanTwoGroups, compared.Sum(static one => one.Parts.Whole));
            return new(criterion, none, none, -1, -1, excluded);
        }

        double confidence = PairwiseGap.Confidence(_options.Confidence, compared.Count, rates);
        FairnessValue[] values = [.. compared.Select(one => one.Parts.Estimate(confidence, exact: true))];
        (FairnessValue difference, FairnessValue ratio) = PairwiseGap.Of(values, rate == GroupRate.FalseNegativesPerFalsePositive ? double.PositiveInfinity : 1);
        int greatest = 0;
        int least = 0;
        for (int i = 1; i < values.Length; i++)
        {
            greatest = values[i].Value > values[greatest].Value ? i : greatest;
            least = values[i].Value < values[least].Value ? i : least;
        }

        return new(criterion, difference, ratio, compared[greatest].Group, compared[least].Group, excluded);
    }

    // Undefined if one of the two is: what is not known may be the worse.
    private static FairnessGap Worse(FairnessGap first, FairnessGap second)
    {
        FairnessGap wider = second.Difference.Value > first.Difference.Value || !second.Difference.IsDefined ? second : first;
        return wider with
        {
            Difference = Worse(first.Difference, second.Difference, isDifference: true),
            Ratio = Worse(first.Ratio, second.Ratio, isDifference: false),
            Excluded = [.. first.Excluded.Union(second.Excluded).Order()],
        };
    }

    private static FairnessValue Worse(FairnessValue first, FairnessValue second, bool isDifference)
    {
        if (!first.IsDefined || !second.IsDefined)
        {
            return first.IsDefined ? second : first;
        }

        (Interval a, Interval b) = (first.Interval, second.Interval);
        long count = first.Count + second.Count;
        return isDifference
            ? FairnessValue.Of(Math.Max(first.Value, second.Value), new(Math.Max(a.Lower, b.Lower), Math.Max(a.Upper, b.Upper)), count)
            : FairnessValue.Of(Math.Min(first.Value, second.Value), new(Math.Min(a.Lower, b.Lower), Math.Min(a.Upper, b.Upper)), count);
    }
}
