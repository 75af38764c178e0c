using System.Globalization;
using AISafety.Statistics;

namespace AISafety.Fairness;

/// <summary>The alerts of fairness. Groups go by number unless names were asked for.</summary>
internal sealed class FairnessAlert(FairnessColumns columns, FairnessMonitoringOptions options)
{
    public const string Code = "fairness.gap";
    public const string ParadoxCode = "fairness.simpson";
    public const string InvalidCode = "fairness.invalid-labels";

    public SafetyAlert Of(FairnessLimit limit, FairnessReading reading)
    {
        FairnessValue value = limit.IsRatio ? reading.Gap.Ratio : reading.Gap.Difference;
        string metric = CriterionNames.Of(limit);
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{metric.Replace('-', ' ')} is {value.Value:0.####} ({value.Interval.Lower:0.####} to {value.Interval.Upper:0.####} with confidence {options.Confidence}, n = {value.Count}), all of it {(limit.IsRatio ? "below the least" : "above the greatest")} allowed, {limit.Bound:0.####}.");
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
            $"Selection rates of {Group(paradox.First)} and {Group(paradox.Second)}{others} differ one way over all decisions ({paradox.Result.Aggregate.Value:+0.####;-0.####}), and the other way within {paradox.Result.Reversed.Count} of {paradox.Strata.Count} strata.");
        return new(ParadoxCode, text, AlertSeverity.Medium)
        {
            Metric = "selection-rate",
            Value = paradox.Result.Aggregate.Value,
            ResolveAfter = TimeSpan.Zero,
            Drivers = [.. paradox.Result.Reversed.Select(stratum => new AlertDriver(Stratum(paradox, stratum), "selection-rate-difference", paradox.Result.Strata[stratum].Value, 0))],
            SuggestedAction = "Do not act on the gap over all: ask why groups are spread over the strata as they are, and judge within them.",
        };
    }

    public static SafetyAlert OfInvalid(int count) => new(InvalidCode, string.Create(CultureInfo.InvariantCulture, $"{count} labels were neither 0 nor 1; their rows were passed over."), AlertSeverity.Low)
    {
        Metric = "rows",
        Value = count,
        Threshold = 0,
        ResolveAfter = TimeSpan.Zero,
        SuggestedAction = "Check what is reported as outcome.",
    };

    // The rates that lie furthest apart come first.
    private AlertDriver[] Drivers(FairnessReading reading) =>
    [
        .. reading.Groups
            .Where(static one => one.Value.IsDefined)
            .GroupBy(static one => one.Rate)
            .OrderByDescending(static rate => rate.Max(static one => one.Value.Value) - rate.Min(static one => one.Value.Value))
            .SelectMany(rate => rate.OrderBy(static one => one.Value.Value))
            .Select(one => new AlertDriver(Group(one.Group), CriterionNames.NameOf(one.Rate), one.Value.Value, double.NaN)),
    ];

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
