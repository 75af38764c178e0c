using AISafety.Statistics;

namespace AISafety.Fairness;

/// <summary>How fairness is watched.</summary>
public sealed record FairnessMonitoringOptions
{
    private static readonly FairnessCriterion[] _usual = [FairnessCriterion.DemographicParity, FairnessCriterion.EqualOpportunity, FairnessCriterion.EqualizedOdds];

    /// <summary>The defaults.</summary>
    public static FairnessMonitoringOptions Default { get; } = new();

    /// <summary>The monitor's name, which its alerts and columns have, too: not blank. Default: <c>fairness</c>.</summary>
    public string Name { get; init; } = "fairness";

    /// <summary>What the gaps between groups must keep. Default: nothing, so that they can only be read. There is no number that makes a system fair by itself, and none is set here.</summary>
    public IReadOnlyList<FairnessLimit> Limits { get; init; } = [];

    /// <summary>Which gaps are computed besides those with a limit. Default: demographic parity and, of calls whose outcome came, equal opportunity and equalised odds.</summary>
    public IReadOnlyList<FairnessCriterion> Criteria { get; init; } = _usual;

    /// <summary>After how many decisions, and after how many labelled ones, a window closes and the gap begins anew, so that a late change is not hidden by a long past. 100 to 10,000,000; default 20,000.</summary>
    public int WindowSize { get; init; } = 20_000;

    /// <summary>The probability that the interval of a gap holds throughout its window, all groups together. More than 0.5, less than 1; default 0.99.</summary>
    public double Confidence { get; init; } = 0.99;

    /// <summary>Of how many rows a group's rate is compared as a number; smaller groups are listed, and widen the interval. 1 or more; default 30.</summary>
    public int MinimumGroupSize { get; init; } = 30;

    /// <summary>From which share of decisions on whose group is missing or not listed that is told, as a group of another spelling would be: 0 to 1. Default 0.05; 1 for never.</summary>
    public double UnknownShare { get; init; } = 0.05;

    /// <summary>Whether only decisions of 1 ever get a label, as loans that were granted. Predictive parity is then measured; true and false positive rates and accuracy are not identifiable, and have worst-case bounds. Default: false.</summary>
    public bool LabelsOnlyForSelected { get; init; }

    /// <summary>Whether alerts call groups and strata by their names; otherwise by number, in the order in which they were listed, so that no attribute gets into logs and messages. Default: false.</summary>
    public bool NameGroups { get; init; }

    /// <exception cref="SafetyBuildException">An option is out of its range, or a limit can never be crossed.</exception>
    internal void Check()
    {
        OptionCheck check = OptionCheck.OfBuilder(nameof(FairnessMonitoringExtensions.AddFairnessMonitoring), nameof(FairnessMonitoringOptions));
        check.Require(!string.IsNullOrWhiteSpace(Name), nameof(Name), "blank", "a short stable name in lower case, such as 'fairness'");
        check.Require(Limits is not null && Limits.All(static limit => limit is not null), nameof(Limits), "null, or holds a null", "limits, or none");
        check.Require(Criteria is not null && Criteria.All(Enum.IsDefined), nameof(Criteria), "null, or holds an unknown one", "criteria, or none");
        check.Range(nameof(WindowSize), WindowSize, 100, 10_000_000);
        check.Require(Confidence is > 0.5 and < 1, nameof(Confidence), Confidence, "more than 0.5 and less than 1");
        check.Require(UnknownShare is >= 0 and <= 1, nameof(UnknownShare), UnknownShare, "0 to 1");
        check.Require(MinimumGroupSize >= 1, nameof(MinimumGroupSize), MinimumGroupSize, "1 or more");

        // The refused may all have been right, in every group: an upper end of 1 is never beyond another's.
        if (LabelsOnlyForSelected && Limits!.FirstOrDefault(static limit => limit.Criterion is not
            (FairnessCriterion.DemographicParity or FairnessCriterion.PredictiveParity or FairnessCriterion.AccuracyParity)) is { } limit)
        {
            throw new SafetyBuildException($"'{Name}' has a limit of {CriterionNames.Of(limit.Criterion)}, which labels of the selected only can never show to be crossed; expected demographic parity, predictive parity or accuracy parity.");
        }
    }

    /// <exception cref="SafetyBuildException">A limit, or a criterion that was asked for, needs labels and there are none.</exception>
    internal void RequireOutcomes(bool hasOutcomes)
    {
        IEnumerable<FairnessCriterion> asked = Limits.Select(static limit => limit.Criterion).Concat(ReferenceEquals(Criteria, _usual) ? [] : Criteria);
        if (!hasOutcomes && asked.FirstOrDefault(CriterionNames.NeedsLabels) is var criterion and not FairnessCriterion.DemographicParity)
        {
            throw new SafetyBuildException($"'{Name}' is to watch {CriterionNames.Of(criterion)}, which needs labels: call UseOutcomes(...) on the builder, and report outcomes by ReportOutcome.");
        }
    }
}
