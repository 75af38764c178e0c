using System.Globalization;

namespace AISafety.Profiles;

/// <summary>Finds the first feature that differs between what was expected and what there is, and says how.</summary>
internal static class FeatureDifference
{
    /// <summary>What makes rows mean something else: number, name, order, kind, categories, and unit where both state one. Null if nothing does.</summary>
    public static string? OfMeaning(IReadOnlyList<Feature> expected, IReadOnlyList<Feature> found)
    {
        for (int i = 0; i < Math.Min(expected.Count, found.Count); i++)
        {
            if (OfMeaning(i, expected, found) is { } difference)
            {
                return difference;
            }
        }

        return expected.Count == found.Count ? null
            : expected.Count > found.Count ? Text($"feature '{expected[found.Count].Name}' is missing: expected {expected.Count} features, found {found.Count}")
            : Text($"feature '{found[expected.Count].Name}' is not expected: expected {expected.Count} features, found {found.Count}");
    }

    /// <summary>The same, or anything else that was stated of a feature: its range, need, unit, and whether it is sensitive.</summary>
    public static string? OfAnything(IReadOnlyList<Feature> expected, IReadOnlyList<Feature> found)
    {
        if (OfMeaning(expected, found) is { } difference)
        {
            return difference;
        }

        for (int i = 0; i < expected.Count; i++)
        {
            (Feature a, Feature b) = (expected[i], found[i]);
            if (a.Minimum != b.Minimum || a.Maximum != b.Maximum)
            {
                return Text($"feature '{a.Name}': expected the range {a.Minimum} to {a.Maximum}, found {b.Minimum} to {b.Maximum}");
            }

            if (a.Unit != b.Unit || a.IsRequired != b.IsRequired || a.IsSensitive != b.IsSensitive)
            {
                return $"feature '{a.Name}': expected {Rest(a)}, found {Rest(b)}";
            }
        }

        return null;
    }

    private static string? OfMeaning(int i, IReadOnlyList<Feature> expected, IReadOnlyList<Feature> found)
    {
        (Feature a, Feature b) = (expected[i], found[i]);
        if (a.Name != b.Name)
        {
            string elsewhere = found.Any(feature => feature.Name == a.Name) ? "; there is one of that name, at another place: expected the same order" : "";
            return Text($"at place {i} (counted from 0): expected feature '{a.Name}', found '{b.Name}'{elsewhere}");
        }

        if (a.Kind != b.Kind)
        {
            return $"feature '{a.Name}': expected kind {a.Kind}, found {b.Kind}";
        }

        for (int code = 0; code < Math.Max(a.Categories.Count, b.Categories.Count); code++)
        {
            (string? of, string? at) = (a.Categories.ElementAtOrDefault(code), b.Categories.ElementAtOrDefault(code));
            if (of != at)
            {
                return Text($"feature '{a.Name}': expected {Category(of)} as category {code}, found {Category(at)}");
            }
        }

        return a.Unit is not null && b.Unit is not null && a.Unit != b.Unit ? $"feature '{a.Name}': expected the unit '{a.Unit}', found '{b.Unit}'" : null;
    }

    private static string Category(string? text) => text is null ? "none" : $"'{text}'";

    private static string Rest(Feature feature) =>
        $"the unit '{feature.Unit}', {(feature.IsRequired ? "required" : "not required")}, {(feature.IsSensitive ? "sensitive" : "not sensitive")}";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
