using System.Collections.Concurrent;
using AISafety.Statistics;

namespace AISafety.Fairness;

/// <summary>A window's counts as they were at one moment. How far groups differ is computed when it is first asked for. Immutable, for any thread.</summary>
internal sealed class GroupWindow(
    IReadOnlyList<string> groups, FairnessMonitoringOptions options, GroupCounts counts, long[] selected, long[] rejected, long unknownGroup, DateTimeOffset since, DateTimeOffset at)
{
    private readonly ConcurrentDictionary<FairnessCriterion, FairnessReading> _readings = [];

    /// <summary>The same reading whenever it is asked for.</summary>
    public FairnessReading Read(FairnessCriterion criterion) => _readings.GetOrAdd(criterion, Compute);

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

    private bool IsIdentified(FairnessCriterion criterion) => !options.LabelsOnlyForSelected || criterion is FairnessCriterion.DemographicParity or FairnessCriterion.PredictiveParity;

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

    // What the rejected would have turned out to be is not known: the bounds let it be anything, and the precision of the selected anything that their labels allow.
    private FairnessValue Bounded(GroupRate rate, int group, double alpha)
    {
        RateParts precision = counts.Parts(group, GroupRate.PositivePredictiveValue);
        Interval share = ProportionConfidenceSequence.Of(precision.Part, precision.Whole, alpha);
        long least = (long)Math.Floor(share.Lower * selected[group]);
        long most = (long)Math.Ceiling(share.Upper * selected[group]);
        Interval low = Bounds(SelectiveLabelBounds.WorstCase(least, selected[group] - least, rejected[group]), rate);
        Interval high = Bounds(SelectiveLabelBounds.WorstCase(most, selected[group] - most, rejected[group]), rate);
        Interval either = double.IsNaN(low.Lower) || double.IsNaN(high.Lower) ? new(0, Greatest(rate)) : new(Math.Min(low.Lower, high.Lower), Math.Max(low.Upper, high.Upper));
        return new(double.NaN, either, selected[group] + rejected[group], ValueStatus.NotIdentified);
    }

    private static double Greatest(GroupRate rate) => rate == GroupRate.FalseNegativesPerFalsePositive ? double.PositiveInfinity : 1;

    private static Interval Bounds(SelectiveLabelBounds bounds, GroupRate rate) => rate switch
    {
        GroupRate.TruePositiveRate => bounds.TruePositiveRate,
        GroupRate.FalsePositiveRate => bounds.FalsePositiveRate,
        GroupRate.Accuracy => bounds.Accuracy,
        _ => new(0, double.PositiveInfinity),
    };
}
