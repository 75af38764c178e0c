using System.Collections.Concurrent;
using AISafety.Statistics;

namespace AISafety.Fairness;

/// <summary>A window's counts as they were at one moment. How far groups differ is computed when it is first asked for. Immutable, for any thread.</summary>
internal sealed class GroupWindow(
    IReadOnlyList<string> groups, FairnessMonitoringOptions options, GroupCounts counts, long[] selected, long[] rejected, long unknownGroup, DateTimeOffset since, DateTimeOffset at, bool isSelective)
{
    private readonly ConcurrentDictionary<FairnessCriterion, FairnessReading> _readings = [];

    /// <summary>The same reading whenever it is asked for.</summary>
    public FairnessReading Read(FairnessCriterion criterion) => _readings.GetOrAdd(criterion, Compute);

    /// <summary>Whether there are two groups at least with enough rows to be compared by all rates of a criterion, and labels that can tell.</summary>
    public bool Compares(FairnessCriterion criterion) => (IsIdentified(criterion) || options.LabelsOnlyForSelected) && Read(criterion).Groups.GroupBy(static one => one.Rate).All(rate => rate.Count(one => one.Value.Count >= options.MinimumGroupSize) >= 2);

    /// <summary>Whether a limit may be crossed. Each interval holds its group's rate, so that rates within the limit cannot have intervals beyond it, and need none.</summary>
    public bool MayCross(FairnessLimit limit) => !IsIdentified(limit.Criterion) || Array.Exists(CriterionNames.Rates(limit.Criterion), rate => LieBeyond(limit, rate));

    private bool LieBeyond(FairnessLimit limit, GroupRate rate)
    {
        double greatest = double.NegativeInfinity;
        double least = double.PositiveInfinity;
        for (int group = 0; group < groups.Count; group++)
        {
            RateParts parts = counts.Parts(group, rate);
            if (parts.Whole > 0)
            {
                double value = parts.IsDefined ? parts.With(default).Value : double.PositiveInfinity;
                (greatest, least) = (Math.Max(greatest, value), Math.Min(least, value));
            }
        }

        return limit.IsRatio ? !(least / greatest >= limit.Bound) : greatest - least > limit.Bound;
    }

    private bool IsIdentified(FairnessCriterion criterion) => !isSelective || criterion is FairnessCriterion.DemographicParity or FairnessCriterion.PredictiveParity;

    private FairnessReading Compute(FairnessCriterion criterion)
    {
        GroupRate[] rates = CriterionNames.Rates(criterion);
        double alpha = (1 - options.Confidence) / (groups.Count * rates.Length);
        bool isIdentified = IsIdentified(criterion);
        List<FairnessGroupReading> read = [];
        Spread? worst = null;
        foreach (GroupRate rate in rates)
        {
            FairnessValue[] values = [.. Enumerable.Range(0, groups.Count).Select(group => isIdentified ? Rate(rate, group, alpha) : Bounded(rate, group, alpha))];
            read.AddRange(values.Select((value, group) => new FairnessGroupReading(groups[group], rate, value)));
            Spread spread = Spread.Of(values, options.MinimumGroupSize);
            worst = worst is null ? spread : worst.With(spread);
        }

        return new(worst!.Gap(criterion, isIdentified), read, since, at) { IsIdentified = isIdentified, UnknownGroup = unknownGroup };
    }

    private FairnessValue Rate(GroupRate rate, int group, double alpha)
    {
        RateParts parts = counts.Parts(group, rate);
        return parts.With(ProportionConfidenceSequence.Of(parts.Part, parts.Whole, alpha));
    }

    // What the rejected would have turned out to be is not known, and may be anything. How many are selected, and how many of them have label 1, is known as far as chance allows.
    private FairnessValue Bounded(GroupRate rate, int group, double alpha)
    {
        long decisions = selected[group] + rejected[group];
        RateParts precision = counts.Parts(group, GroupRate.PositivePredictiveValue);
        double least = ProportionConfidenceSequence.Of(selected[group], decisions, alpha / 2).Lower;
        Interval right = ProportionConfidenceSequence.Of(precision.Part, precision.Whole, alpha / 2);
        return new(double.NaN, Bounds(rate, least, right), decisions, ValueStatus.NotIdentified);
    }

    /// <param name="rate">A rate that is not identified.</param>
    /// <param name="least">The least share that is selected.</param>
    /// <param name="right">The share of label 1 among the selected.</param>
    private static Interval Bounds(GroupRate rate, double least, Interval right) => rate switch
    {
        GroupRate.TruePositiveRate => new(AmongRejected(least * right.Lower, least), 1),
        GroupRate.FalsePositiveRate => new(AmongRejected(least * (1 - right.Upper), least), 1),
        GroupRate.Accuracy => new(least * right.Lower, 1 - least * (1 - right.Upper)),
        GroupRate.FalseNegativesPerFalsePositive => new(0, double.PositiveInfinity),
        _ => throw new ArgumentOutOfRangeException(nameof(rate), rate, "This rate is identified."),
    };

    // All of the rejected may be of the same label.
    private static double AmongRejected(double known, double selected) => known > 0 ? known / (known + 1 - selected) : 0;
}
