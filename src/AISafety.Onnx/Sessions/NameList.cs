using System.Text.Json;

namespace AISafety.Onnx;

/// <summary>Reads a list of names from a model's metadata.</summary>
internal static class NameList
{
    public const string ClassLabels = "class_labels";
    public const string FeatureNames = "feature_names";

    /// <summary>The names under <paramref name="key"/>, a JSON array of strings or names with commas between them; null if there are none.</summary>
    public static string[]? Read(OnnxSource source, IReadOnlyDictionary<string, string> metadata, string key)
    {
        if (!metadata.TryGetValue(key, out string? text) || string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        string[] names = text.TrimStart().StartsWith('[') ? ParseJson(source, key, text) : text.Split(',', StringSplitOptions.TrimEntries);
        return names.Any(string.IsNullOrWhiteSpace) || names.Distinct(StringComparer.Ordinal).Count() != names.Length
            ? throw source.Fault($"the metadata entry '{key}' has a blank name, or the same name twice.")
            : names;
    }

    private static string[] ParseJson(OnnxSource source, string key, string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return [.. document.RootElement.EnumerateArray().Select(name => name.GetString() ?? "")];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw source.Fault($"the metadata entry '{key}' is not a JSON array of strings.", exception);
        }
    }
}
