using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AISafety.Statistics;

namespace AISafety.Fairness;

/// <summary>Thresholds by group as JSON. The checksum is SHA-256 of the same JSON without it and without white space, so that what was altered is refused, were it one digit. An infinity is the text "Infinity" or "-Infinity".</summary>
internal static class ThresholdsJson
{
    private const int Version = 1;
    private const string Checksum = "sha256";

    public static string Write(IReadOnlyList<string> names, GroupThresholds thresholds) => Encoding.UTF8.GetString(Write(names, thresholds, Sum(names, thresholds)));

    /// <exception cref="FormatException">It is not what <see cref="Write(IReadOnlyList{string}, GroupThresholds)"/> wrote.</exception>
    public static (string[] Names, GroupThresholds Thresholds) Read(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            int version = root.GetProperty("formatVersion").GetInt32();
            if (version != Version)
            {
                throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"Thresholds cannot be read: they are of format {version}; expected {Version}."));
            }

            JsonElement[] groups = [.. root.GetProperty("groups").EnumerateArray()];
            string[] names = Array.ConvertAll(groups, static group => group.GetProperty("group").GetString() ?? "");
            GroupThresholds thresholds = new(groups.Select(Rule), Rule(root.GetProperty("pooled")));
            return root.GetProperty(Checksum).GetString() == Sum(names, thresholds)
                ? (names, thresholds)
                : throw new FormatException("Thresholds cannot be read: they were altered, their checksum is wrong.");
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException("Thresholds cannot be read: this is not what was stored, or was cut short or altered.", exception);
        }
    }

    private static string Sum(IReadOnlyList<string> names, GroupThresholds thresholds) => Convert.ToHexStringLower(SHA256.HashData(Write(names, thresholds, null)));

    private static ReadOnlySpan<byte> Write(IReadOnlyList<string> names, GroupThresholds thresholds, string? sum)
    {
        ArrayBufferWriter<byte> bytes = new();
        using Utf8JsonWriter json = new(bytes, new() { Indented = sum is not null });
        json.WriteStartObject();
        json.WriteNumber("formatVersion", Version);
        json.WriteStartArray("groups");
        for (int group = 0; group < names.Count; group++)
        {
            json.WriteStartObject();
            json.WriteString("group", names[group]);
            Write(json, thresholds.Groups[group]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("pooled");
        Write(json, thresholds.Pooled);
        json.WriteEndObject();
        if (sum is not null)
        {
            json.WriteString(Checksum, sum);
        }

        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenSpan;
    }

    private static void Write(Utf8JsonWriter json, GroupThreshold rule)
    {
        Write(json, "lower", rule.Lower);
        Write(json, "upper", rule.Upper);
        json.WriteNumber("below", rule.Below);
        json.WriteNumber("between", rule.Between);
        json.WriteNumber("above", rule.Above);
    }

    private static void Write(Utf8JsonWriter json, string name, double threshold)
    {
        if (double.IsFinite(threshold))
        {
            json.WriteNumber(name, threshold);
        }
        else
        {
            json.WriteString(name, threshold.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static GroupThreshold Rule(JsonElement rule) => new(
        Threshold(rule.GetProperty("lower")), Threshold(rule.GetProperty("upper")),
        rule.GetProperty("below").GetDouble(), rule.GetProperty("between").GetDouble(), rule.GetProperty("above").GetDouble());

    private static double Threshold(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? value.GetString() switch
        {
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => double.NaN,
        }
        : value.GetDouble();
}
