using System.Globalization;

namespace AISafety;

/// <summary>The one wording for what can be wrong with a feature's value.</summary>
internal static class FeatureViolations
{
    public static Evidence Missing(Feature feature) => Missing(feature.Name);

    public static Evidence Missing(string name) => new("input.missing", $"'{name}' is missing; it is required.") { Feature = name };

    public static Evidence NotFinite(Feature feature, double value) =>
        new("input.not-finite", $"'{feature.Name}' is infinite; expected a finite number.") { Feature = feature.Name, Score = value };

    public static Evidence Below(Feature feature, double value) =>
        new("input.range", Invariant($"'{feature.Name}' is below its minimum of {feature.Minimum}{In(feature)}."))
        { Feature = feature.Name, Score = value, Threshold = feature.Minimum };

    public static Evidence Above(Feature feature, double value) =>
        new("input.range", Invariant($"'{feature.Name}' is above its maximum of {feature.Maximum}{In(feature)}."))
        { Feature = feature.Name, Score = value, Threshold = feature.Maximum };

    public static Evidence Unseen(Feature feature) =>
        new("input.unseen", Invariant($"'{feature.Name}' is not one of its {feature.Categories.Count} known values.")) { Feature = feature.Name };

    public static Evidence Length(string name, int actual, int expected) =>
        new("input.length", Invariant($"'{name}' has {actual} elements; expected {expected}."))
        { Feature = name, Score = actual, Threshold = expected };

    /// <summary>Whether it is about a vector's length, and not a text's.</summary>
    public static bool IsOfVectorLength(Evidence evidence) =>
        evidence.Code == "input.length" && evidence.Message.Contains(" elements; expected ", StringComparison.Ordinal);

    /// <summary>Adds the violation of a number, if it is one.</summary>
    /// <remarks>The number is judged as the row holds it: value and bound are both cast to float, so that 0.1f is in range of a maximum
    /// of 0.1.</remarks>
    public static void CollectNumber(Feature feature, double value, List<Evidence> found) =>
        CollectNumber(feature, value, feature.IsRequired, found);

    /// <summary>The same for a feature of a nested row, which may be required where the row is there; or for a typed property, whose value is judged exactly.</summary>
    public static void CollectNumber(Feature feature, double value, bool isRequired, List<Evidence> found, bool isExact = false)
    {
        float cell = (float)value;
        if (float.IsNaN(cell))
        {
            if (isRequired)
            {
                found.Add(Missing(feature));
            }
        }
        else if (float.IsInfinity(cell))
        {
            found.Add(NotFinite(feature, value));
        }
        else if (isExact ? value < feature.Minimum : cell < (float)feature.Minimum)
        {
            found.Add(Below(feature, value));
        }
        else if (isExact ? value > feature.Maximum : cell > (float)feature.Maximum)
        {
            found.Add(Above(feature, value));
        }
    }

    private static string In(Feature feature) => feature.Unit is { } unit ? $" {unit}" : "";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
