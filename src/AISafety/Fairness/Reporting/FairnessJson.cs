using System.Text.Json;
using AISafety.Reporting;
using AISafety.Statistics;

namespace AISafety.Fairness.Reporting;

/// <summary>A report as JSON; its schema is in docs/concepts/fairness-report.md. JSON has no NaN and no infinity: they are null.</summary>
internal static class FairnessJson
{
    private const int Version = 1;

    public static void Write(FairnessReport report, Stream stream)
    {
        using Utf8JsonWriter json = new(stream, new() { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("formatVersion", Version);
        json.WriteString("attribute", report.Attribute);
        json.WriteNumber("rows", report.Rows);
        json.WriteBoolean("hasLabels", report.HasLabels);
        json.WriteBoolean("hasScores", report.HasScores);
        json.WriteNumber("confidence", report.Confidence);
        json.WriteNumber("gapConfidence", report.GapConfidence);
        json.WriteNumber("minimumGroupSize", report.MinimumGroupSize);
        json.WriteNumber("knownToDiffer", report.KnownToDiffer);
        json.WriteStartArray("gaps");
        foreach (FairnessGap gap in report.Gaps)
        {
            Write(json, report, gap);
        }

        json.WriteEndArray();
        json.WritePropertyName("compared");
        Write(json, report.Compared);
        json.WriteStartArray("groups");
        foreach (FairnessReportGroup group in report.Groups)
        {
            Write(json, group);
        }

        json.WriteEndArray();
        Write(json, report.Frontier);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, FairnessReport report, FairnessGap gap)
    {
        json.WriteStartObject();
        json.WriteString("criterion", CriterionNames.Of(gap.Criterion));
        json.WriteBoolean("isKnownToDiffer", FairnessReport.IsKnownToDiffer(gap));
        Write(json, "difference", gap.Difference);
        Write(json, "ratio", gap.Ratio);
        json.WriteString("greatest", gap.Greatest < 0 ? null : report.Groups[gap.Greatest].Name);
        json.WriteString("least", gap.Least < 0 ? null : report.Groups[gap.Least].Name);
        json.WriteStartArray("excluded");
        foreach (int group in gap.Excluded)
        {
            json.WriteStringValue(report.Groups[group].Name);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, FairnessReportGroup group)
    {
        json.WriteStartObject();
        json.WriteString("name", group.Name);
        json.WriteNumber("rows", group.Rows);
        json.WriteBoolean("isSmall", group.IsSmall);
        if (group.Counts is { } counts)
        {
            json.WriteStartObject("counts");
            json.WriteNumber("truePositives", counts.TruePositives);
            json.WriteNumber("falsePositives", counts.FalsePositives);
            json.WriteNumber("trueNegatives", counts.TrueNegatives);
            json.WriteNumber("falseNegatives", counts.FalseNegatives);
            json.WriteEndObject();
        }

        json.WriteStartObject("rates");
        foreach ((GroupRate rate, FairnessValue value) in group.Rates.OrderBy(static one => one.Key))
        {
            Write(json, JsonNamingPolicy.CamelCase.ConvertName(rate.ToString()), value);
        }

        json.WriteEndObject();
        if (group.Scores is { } scores)
        {
            Write(json, scores);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, FairnessReportScores scores)
    {
        json.WriteStartObject("scores");
        Write(json, "auc", scores.Metrics.Auc);
        Write(json, "calibrationError", scores.Metrics.CalibrationError);
        Write(json, "meanScore", scores.Metrics.MeanScore);
        json.WriteNumber("missing", scores.Metrics.Missing);
        json.WriteStartArray("calibration");
        foreach (ReliabilityBin bin in scores.Calibration)
        {
            json.WriteStartObject();
            json.WriteNumber("rows", bin.Count);
            JsonNumber.Write(json, "meanScore", bin.MeanScore);
            JsonNumber.Write(json, "positiveRate", bin.PositiveRate);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("roc");
        foreach (double rate in scores.Roc)
        {
            json.WriteNumberValue(rate);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, FairnessFrontier? frontier)
    {
        if (frontier is null)
        {
            json.WriteNull("frontier");
            return;
        }

        json.WriteStartObject("frontier");
        json.WriteString("criterion", CriterionNames.Of(frontier.Criterion));
        json.WriteStartArray("points");
        for (int i = 0; i < frontier.Points.Count; i++)
        {
            FrontierPoint point = frontier.Points[i];
            json.WriteStartObject();
            json.WriteString("name", point.Name);
            JsonNumber.Write(json, "accuracy", point.Accuracy);
            JsonNumber.Write(json, "gap", point.Gap);
            JsonNumber.Write(json, "accuracyError", point.AccuracyError);
            JsonNumber.Write(json, "gapError", point.GapError);
            json.WriteBoolean("isOnFrontier", frontier.IsOnFrontier(i));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, FairnessValue value)
    {
        json.WriteStartObject(name);
        JsonNumber.Write(json, "value", value.Value);
        JsonNumber.Write(json, "lower", value.Interval.Lower);
        JsonNumber.Write(json, "upper", value.Interval.Upper);
        json.WriteNumber("count", value.Count);
        json.WriteString("status", value.Status.ToString());
        json.WriteEndObject();
    }
}
