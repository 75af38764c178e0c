using System.Globalization;
using AISafety.Statistics;

namespace AISafety.Fairness;

/// <summary>The alerts of fairness. Groups go by number unless names were asked for.</summary>
internal sealed class FairnessAlert(FairnessColumns columns, FairnessMonitoringOptions options)
{
    public const string Code = "fairness.gap";
    public const string ParadoxCode = "fairness.simpson";
    public const string InvalidCode = "fairness.invalid-labels";
    public const string SelectiveCode = "fairness.selective-labels";
    public const string UnknownCode = "fairness.unknown-groups";
    public const string NotComparedCode = "fairness.not-compared";
    public const string RowsMetric = "rows";

    public SafetyAlert Of(FairnessLimit limit, FairnessReading reading)
    {
        FairnessValue value = limit.IsRatio ? reading.Gap.Ratio : reading.Gap.Difference;
        string metric = CriterionNames.Of(limit);

        // The interval may tell where the value is not defined: of a small group, or where labels cannot.
        string measured = value.IsDefined ? string.Create(CultureInfo.InvariantCulture, $"is {value.Value:0.####} (") : "lies between bounds (";
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{metric.Replace('-', ' ')} {measured}{value.Interval.Lower:0.####} to {value.Interval.Upper:0.####} with confidence {options.Confidence}, n = {value.Count}), all of it {(limit.IsRatio ? "below the least" : "above the greatest")} allowed, {limit.Bound:0.####}.");
        return new(Code, text, limit.Severity)
        {
            Metric = metric,
            Value = value.Value,
            Threshold = limit.Bound,
            Since = reading.Since,

            // Over when windows are within the limit, however long they take.
            ResolveAfter = TimeSpan.Zero,
            Drivers = Drivers(reading),
            SuggestedAction = "See which groups and which rate drive it, and compare with the data that the model was fitted on; then decide with those concerned what to do: thresholds, data, or the model.",
        };
    }

    public SafetyAlert Of(SimpsonReading paradox, int count)
    {
        string others = count > 1 ? $" and {count - 1} more pairs" : "";
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"Selection rates of {Group(paradox.First)} and {Group(paradox.Second)}{others} differ one way over all decisions of known strata ({paradox.Result.Aggregate.Value:+0.####;-0.####}), and the other way within {paradox.Result.Reversed.Count} of {paradox.Strata.Count} strata.");
        return new(ParadoxCode, text, AlertSeverity.Medium)
        {
            Metric = "selection-rate",
            Value = paradox.Result.Aggregate.Value,
            ResolveAfter = TimeSpan.Zero,
            Drivers = [.. paradox.Result.Reversed.Select(stratum => new AlertDriver(Stratum(paradox, stratum), "selection-rate-difference", paradox.Result.Strata[stratum].Value, 0))],
            SuggestedAction = "Do not act on the gap over all: ask why groups are spread over the strata as they are, and judge within them.",
        };
    }

    /// <param name="rejected">How many were decided against.</param>
    public static SafetyAlert OfSelective(long rejected) => new(
        SelectiveCode,
        string.Create(CultureInfo.InvariantCulture, $"No label came for any of the {rejected} decisions against someone, so that true and false positive rates and accuracy cannot be told."),
        AlertSeverity.Medium)
    {
        Metric = RowsMetric,
        Value = rejected,
        ResolveAfter = TimeSpan.Zero,
        SuggestedAction = "If outcomes exist for the selected only, set LabelsOnlyForSelected; else see why those of the others do not come.",
    };

    public static SafetyAlert OfUnknown(long unknown, long rows, double share) => new(
        UnknownCode,
        string.Create(CultureInfo.InvariantCulture, $"The group of {unknown} of {rows} decisions is missing or not listed; they are compared with none."),
        AlertSeverity.Medium)
    {
        Metric = RowsMetric,
        Value = unknown,
        Threshold = share * rows,
        ResolveAfter = TimeSpan.Zero,
        SuggestedAction = "Check where the group is read from, and whether all groups are listed.",
    };

    public static SafetyAlert OfNotCompared(FairnessCriterion criterion, int minimum) => new(
        NotComparedCode,
        string.Create(CultureInfo.InvariantCulture, $"A window of decisions closed in which {CriterionNames.Of(criterion).Replace('-', ' ')} was not compared: fewer than two groups had the {minimum} rows that it takes."),
        AlertSeverity.Medium)
    {
        Metric = CriterionNames.Of(criterion),
        ResolveAfter = TimeSpan.Zero,
        SuggestedAction = "Check how groups are read and listed, and that labels come; of small groups, choose a longer window.",
    };

    public static SafetyAlert OfInvalid(long count) => new(InvalidCode, string.Create(CultureInfo.InvariantCulture, $"{count} labels were neither 0 nor 1; their rows were passed over."), AlertSeverity.Low)
    {
        Metric = RowsMetric,
        Value = count,
        Threshold = 0,
        ResolveAfter = TimeSpan.Zero,
        SuggestedAction = "Check what is reported as outcome.",
    };

    // The rates that lie furthest apart come first; where there is no value, by the middle of what is possible.
    private AlertDriver[] Drivers(FairnessReading reading) =>
    [
        .. reading.Groups
            .Where(static one => one.Value.Count > 0)
            .GroupBy(static one => one.Rate)
            .OrderByDescending(static rate => rate.Max(Middle) - rate.Min(Middle))
            .SelectMany(static rate => rate.OrderBy(Middle))
            .Select(one => new AlertDriver(Group(one.Group), CriterionNames.NameOf(one.Rate), one.Value.Value, double.NaN)),
    ];

    private static double Middle(FairnessGroupReading one) => one.Value.IsDefined ? one.Value.Value : 0.5 * (one.Value.Interval.Lower + one.Value.Interval.Upper);

    private string Group(string name) => options.NameGroups ? name : string.Create(CultureInfo.InvariantCulture, $"group {IndexOf(columns.Groups, name) + 1}");

    private string Stratum(SimpsonReading paradox, int stratum) =>
        options.NameGroups ? paradox.Strata[stratum] : string.Create(CultureInfo.InvariantCulture, $"stratum {stratum + 1}");

    private static int IndexOf(IReadOnlyList<string> names, string name)
    {
        int index = 0;
        while (names[index] != name)
        {
            index++;
        }

        return index;
    }
}
