using System.Globalization;

namespace AISafety.Fairness;

/// <summary>Refuses options that make no sense; each message names the option, its value and what was expected.</summary>
internal static class FairnessChecks
{
    public static void Monitoring(FairnessMonitoringOptions options, bool hasOutcomes)
    {
        Require(options.Limits is not null && options.Limits.All(static limit => limit is not null), nameof(options.Limits), "null, or holds a null", "limits, or none");
        Require(options.Criteria is not null && options.Criteria.All(Enum.IsDefined), nameof(options.Criteria), "null, or holds an unknown one", "criteria, or none");
        Require(options.WindowSize is >= 100 and <= 10_000_000, nameof(options.WindowSize), options.WindowSize, "100 to 10,000,000");
        Require(options.Confidence is > 0.5 and < 1, nameof(options.Confidence), options.Confidence, "more than 0.5 and less than 1");
        Require(options.MinimumGroupSize >= 1, nameof(options.MinimumGroupSize), options.MinimumGroupSize, "1 or more");
        if (!hasOutcomes && options.Limits!.FirstOrDefault(static limit => CriterionNames.NeedsLabels(limit.Criterion)) is { } limit)
        {
            throw new SafetyBuildException($"Monitor '{FairnessMonitor.MonitorName}' has a limit of {CriterionNames.Of(limit.Criterion)}, which needs labels: call UseOutcomes(...) on the builder, and report outcomes by ReportOutcome.");
        }
    }

    private static void Require(bool isGood, string option, object value, string expected)
    {
        if (!isGood)
        {
            throw new SafetyBuildException(string.Create(CultureInfo.InvariantCulture, $"Monitor '{FairnessMonitor.MonitorName}': {option} is {value}; expected {expected}."));
        }
    }
}
