using AISafety.Statistics;

namespace AISafety.Fairness;

/// <summary>How fairness is watched.</summary>
public sealed record FairnessMonitoringOptions
{
    /// <summary>The defaults.</summary>
    public static FairnessMonitoringOptions Default { get; } = new();

    /// <summary>What the gaps between groups must keep. Default: nothing, so that they can only be read. There is no number that makes a system fair by itself, and none is set here.</summary>
    public IReadOnlyList<FairnessLimit> Limits { get; init; } = [];

    /// <summary>Which gaps are computed besides those with a limit. Default: demographic parity and, of calls whose outcome came, equal opportunity and equalised odds.</summary>
    public IReadOnlyList<FairnessCriterion> Criteria { get; init; } = [FairnessCriterion.DemographicParity, FairnessCriterion.EqualOpportunity, FairnessCriterion.EqualizedOdds];

    /// <summary>After how many decisions, and after how many labelled ones, a window closes and the gap begins anew, so that a late change is not hidden by a long past. 100 to 10,000,000; default 20,000.</summary>
    public int WindowSize { get; init; } = 20_000;

    /// <summary>The probability that the interval of a gap holds throughout its window, all groups together. More than 0.5, less than 1; default 0.99.</summary>
    public double Confidence { get; init; } = 0.99;

    /// <summary>Of how many rows a group's rate is compared as a number; smaller groups are listed, and widen the interval. 1 or more; default 30.</summary>
    public int MinimumGroupSize { get; init; } = 30;

    /// <summary>Whether only decisions of 1 ever get a label, as loans that were granted. Predictive parity is then measured; true and false positive rates and accuracy are not identifiable, and have worst-case bounds. Default: false.</summary>
    public bool LabelsOnlyForSelected { get; init; }

    /// <summary>Whether alerts call groups and strata by their names; otherwise by number, in the order in which they were listed, so that no attribute gets into logs and messages. Default: false.</summary>
    public bool NameGroups { get; init; }

    /// <exception cref="SafetyBuildException">An option is out of its range, or a limit needs labels and there are none.</exception>
    internal void Check(string user, bool hasOutcomes)
    {
        OptionCheck check = OptionCheck.OfBuilder(user, nameof(FairnessMonitoringOptions));
        check.Require(Limits is not null && Limits.All(static limit => limit is not null), nameof(Limits), "null, or holds a null", "limits, or none");
        check.Require(Criteria is not null && Criteria.All(Enum.IsDefined), nameof(Criteria), "null, or holds an unknown one", "criteria, or none");
        check.Range(nameof(WindowSize), WindowSize, 100, 10_000_000);
        check.Require(Confidence is > 0.5 and < 1, nameof(Confidence), Confidence, "more than 0.5 and less than 1");
        check.Require(MinimumGroupSize >= 1, nameof(MinimumGroupSize), MinimumGroupSize, "1 or more");
        if (!hasOutcomes && Limits!.FirstOrDefault(static limit => CriterionNames.NeedsLabels(limit.Criterion)) is { } limit)
        {
            throw new SafetyBuildException($"'{user}' has a limit of {CriterionNames.Of(limit.Criterion)}, which needs labels: call UseOutcomes(...) on the builder, and report outcomes by ReportOutcome.");
        }
    }
}
