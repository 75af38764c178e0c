using AISafety.Statistics;

namespace AISafety.Fairness;

/// <summary>Counts one window of decisions, or of labelled decisions, by group, and says how far groups differ. Used by one thread.</summary>
internal sealed class GroupTally(IReadOnlyList<string> groups, FairnessMonitoringOptions options)
{
    private readonly GroupCounts _counts = new(groups.Count);
    private readonly long[] _selected = new long[groups.Count];
    private readonly long[] _rejected = new long[groups.Count];

    public GroupCounts Counts => _counts;

    /// <summary>How many rows count towards the window's size.</summary>
    public long Rows { get; private set; }

    public long UnknownGroup { get; private set; }

    public DateTimeOffset? Since { get; set; }

    /// <summary>The limits that were crossed in this window.</summary>
    public HashSet<FairnessLimit> Raised { get; } = [];

    /// <summary>Takes a row; a group of <see cref="CodesHandle.Missing"/> or more is counted as unknown.</summary>
    public void Add(byte group, byte label, byte decision)
    {
        Rows++;
        if (group < groups.Count)
        {
            _counts.Add(group, label, decision);
        }
        else
        {
            UnknownGroup++;
        }
    }

    /// <summary>Takes a decision whose label may never come: only what is selected has one.</summary>
    public void AddUnlabelled(byte group, byte decision)
    {
        if (group < groups.Count)
        {
            (decision == 1 ? _selected : _rejected)[group]++;
        }
    }

    public void Clear()
    {
        _counts.Clear();
        _selected.AsSpan().Clear();
        _rejected.AsSpan().Clear();
        (Rows, UnknownGroup, Since) = (0, 0, null);
        Raised.Clear();
    }

    public FairnessReading Read(FairnessCriterion criterion, DateTimeOffset now)
    {
        GroupRate[] rates = CriterionNames.Rates(criterion);
        double alpha = (1 - options.Confidence) / (groups.Count * rates.Length);
        bool isIdentified = !options.LabelsOnlyForSelected || criterion is FairnessCriterion.DemographicParity or FairnessCriterion.PredictiveParity;
        List<FairnessGroupReading> read = [];
        Spread? worst = null;
        foreach (GroupRate rate in rates)
        {
            FairnessValue[] values = [.. Enumerable.Range(0, groups.Count).Select(group => isIdentified ? Rate(rate, group, alpha) : Bounded(rate, group, alpha))];
            read.AddRange(values.Select((value, group) => new FairnessGroupReading(groups[group], rate, value)));
            Spread spread = Spread.Of(values, options.MinimumGroupSize);
            worst = worst is null ? spread : worst.With(spread);
        }

        return new(worst!.Gap(criterion, isIdentified), read, Since ?? now, now) { IsIdentified = isIdentified, UnknownGroup = UnknownGroup };
    }

    private FairnessValue Rate(GroupRate rate, int group, double alpha)
    {
        (long part, long whole, ValueStatus whenEmpty) = Parts(rate, _counts[group]);
        Interval share = ProportionConfidenceSequence.Of(part, whole, alpha);
        if (rate == GroupRate.FalseNegativesPerFalsePositive)
        {
            Interval odds = new(Odds(share.Lower), Odds(share.Upper));
            return part < whole ? new((double)part / (whole - part), odds, whole, ValueStatus.Defined) : new(double.NaN, odds, whole, ValueStatus.NoFalsePositives);
        }

        return whole > 0 ? new((double)part / whole, share, whole, ValueStatus.Defined) : new(double.NaN, share, 0, whenEmpty);
    }

    private static double Odds(double share) => share < 1 ? share / (1 - share) : double.PositiveInfinity;

    private static (long Part, long Whole, ValueStatus WhenEmpty) Parts(GroupRate rate, ConfusionCounts c) => rate switch
    {
        GroupRate.SelectionRate => (c.Selected, c.Count, ValueStatus.NoRows),
        GroupRate.TruePositiveRate => (c.TruePositives, c.Positives, ValueStatus.NoPositives),
        GroupRate.FalsePositiveRate => (c.FalsePositives, c.Negatives, ValueStatus.NoNegatives),
        GroupRate.PositivePredictiveValue => (c.TruePositives, c.Selected, ValueStatus.NoneSelected),
        GroupRate.Accuracy => (c.TruePositives + c.TrueNegatives, c.Count, ValueStatus.NoRows),
        _ => (c.FalseNegatives, c.FalseNegatives + c.FalsePositives, ValueStatus.NoFalsePositives),
    };

    // What the rejected would have turned out to be is not known: the bounds let it be anything, and the precision of the selected anything that their labels allow.
    private FairnessValue Bounded(GroupRate rate, int group, double alpha)
    {
        long selected = _selected[group];
        long rejected = _rejected[group];
        ConfusionCounts labelled = _counts[group];
        Interval precision = ProportionConfidenceSequence.Of(labelled.TruePositives, labelled.Selected, alpha);
        long least = (long)Math.Floor(precision.Lower * selected);
        long most = (long)Math.Ceiling(precision.Upper * selected);
        Interval low = Bounds(SelectiveLabelBounds.WorstCase(least, selected - least, rejected), rate);
        Interval high = Bounds(SelectiveLabelBounds.WorstCase(most, selected - most, rejected), rate);
        Interval either = double.IsNaN(low.Lower) || double.IsNaN(high.Lower) ? new(0, Greatest(rate)) : new(Math.Min(low.Lower, high.Lower), Math.Max(low.Upper, high.Upper));
        return new(double.NaN, either, selected + rejected, ValueStatus.NotIdentified);
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
