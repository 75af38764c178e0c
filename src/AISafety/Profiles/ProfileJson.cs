using System.Text.Json;
using AISafety.Statistics;

namespace AISafety.Profiles;

/// <summary>A profile as JSON for people and dashboards. It is not read back. NaN is null, an infinity the text "Infinity" or "-Infinity".</summary>
internal static class ProfileJson
{
    private static readonly double[] Shares = [0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1];

    public static void Write(ReferenceProfile profile, Stream stream)
    {
        using Utf8JsonWriter json = new(stream, new() { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("formatVersion", ProfileEnvelope.Version);
        json.WriteNumber("rows", profile.RowCount);
        json.WriteNumber("sampleRows", profile.SampleCount);
        json.WriteNumber("seed", profile.Options.Seed);
        json.WriteStartArray("features");
        foreach (FeatureProfile feature in profile.Features)
        {
            Write(json, feature);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, FeatureProfile profile)
    {
        Feature feature = profile.Feature;
        json.WriteStartObject();
        json.WriteString("name", feature.Name);
        json.WriteString("kind", feature.Kind.ToString());
        json.WriteBoolean("output", profile.IsOutput);
        json.WriteBoolean("required", feature.IsRequired);
        json.WriteBoolean("sensitive", feature.IsSensitive);
        json.WriteNumber("count", profile.Count);
        json.WriteNumber("missing", profile.Missing);
        json.WriteNumber("unseen", profile.Unseen);
        if (!feature.IsSensitive)
        {
            WriteValues(json, profile);
        }

        json.WriteEndObject();
    }

    private static void WriteValues(Utf8JsonWriter json, FeatureProfile profile)
    {
        Feature feature = profile.Feature;
        if (feature.Unit is not null)
        {
            json.WriteString("unit", feature.Unit);
        }

        if (feature.Kind == FeatureKind.Categorical)
        {
            // Two values may have the same text, which names of properties must not.
            json.WriteStartArray("categories");
            for (int code = 0; code < feature.Categories.Count; code++)
            {
                json.WriteStartObject();
                json.WriteString("value", feature.Categories[code]);
                json.WriteNumber("count", profile.CategoryCounts[code]);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            return;
        }

        Write(json, "rangeMinimum", feature.Minimum);
        Write(json, "rangeMaximum", feature.Maximum);
        json.WriteBoolean("constant", profile.IsConstant);
        Moments moments = profile.Moments;
        Write(json, "mean", moments.Mean);
        Write(json, "standardDeviation", moments.StandardDeviation);
        Write(json, "skewness", moments.Skewness);
        Write(json, "excessKurtosis", moments.ExcessKurtosis);
        json.WriteStartObject("quantiles");
        foreach (double share in Shares)
        {
            Write(json, share.ToString(System.Globalization.CultureInfo.InvariantCulture), profile.Quantile(share));
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsNaN(value))
        {
            json.WriteNull(name);
        }
        else if (double.IsInfinity(value))
        {
            json.WriteString(name, value > 0 ? "Infinity" : "-Infinity");
        }
        else
        {
            json.WriteNumber(name, value);
        }
    }
}
