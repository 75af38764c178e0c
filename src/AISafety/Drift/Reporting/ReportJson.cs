using System.Text.Json;
using AISafety.Reporting;

namespace AISafety.Drift.Reporting;

/// <summary>A report as JSON; its schema is in docs/concepts/drift-report.md. JSON has no NaN and no infinity: they are null.</summary>
internal static class ReportJson
{
    private const int Version = 1;

    public static void Write(DriftReport report, Stream stream)
    {
        using Utf8JsonWriter json = new(stream, new() { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("formatVersion", Version);
        json.WriteBoolean("isDrifted", report.IsDrifted);
        json.WriteNumber("driftedCount", report.DriftedCount);
        json.WriteNumber("alpha", report.Alpha);
        json.WriteString("testing", report.Testing.ToString());
        json.WriteBoolean("hasCutoffs", report.HasCutoffs);
        WriteRows(json, "reference", report.ReferenceRows, report.ReferenceCompared);
        WriteRows(json, "current", report.CurrentRows, report.CurrentCompared);
        json.WriteStartArray("features");
        foreach (DriftReportFeature feature in report.Features)
        {
            Write(json, feature);
        }

        json.WriteEndArray();
        Write(json, report.Relations);
        json.WriteStartArray("rows");
        foreach (RowDrift row in report.Rows)
        {
            json.WriteStartObject();
            json.WriteString("metric", MetricNames.Of(row.Metric));
            JsonNumber.Write(json, "distance", row.Distance);
            JsonNumber.Write(json, "pValue", row.PValue);
            json.WriteBoolean("isDrifted", row.IsDrifted);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRows(Utf8JsonWriter json, string name, long rows, int compared)
    {
        json.WriteStartObject(name);
        json.WriteNumber("rows", rows);
        json.WriteNumber("compared", compared);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, DriftReportFeature feature)
    {
        FeatureDrift drift = feature.Drift;
        json.WriteStartObject();
        json.WriteString("name", feature.Feature.Name);
        json.WriteString("kind", feature.Feature.Kind.ToString());
        json.WriteString("unit", feature.Feature.Unit);
        json.WriteBoolean("isOutput", feature.IsOutput);
        json.WriteBoolean("isSensitive", feature.IsSensitive);
        json.WriteString("verdict", feature.Verdict.ToString());
        json.WriteString("metric", MetricNames.Of(drift.Metric));
        JsonNumber.Write(json, "distance", drift.Distance);
        JsonNumber.Write(json, "pValue", drift.PValue);
        JsonNumber.Write(json, "adjustedPValue", drift.AdjustedPValue);
        JsonNumber.Write(json, "threshold", drift.Threshold);
        JsonNumber.Write(json, "lower", drift.Lower);
        JsonNumber.Write(json, "upper", drift.Upper);
        JsonNumber.Write(json, "tolerance", drift.Tolerance);
        Write(json, "missing", drift.Missing);
        json.WriteStartObject("measures");
        foreach (DriftMeasure measure in feature.Measures)
        {
            JsonNumber.Write(json, MetricNames.Of(measure.Metric), measure.Distance);
        }

        json.WriteEndObject();
        if (!feature.IsSensitive)
        {
            Write(json, "mean", feature.Mean);
            Write(json, "standardDeviation", feature.StandardDeviation);
            Write(json, "histogram", feature.Histogram);
            Write(json, "cells", drift.Histograms);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RelationDrift? relations)
    {
        if (relations is null)
        {
            json.WriteNull("relations");
            return;
        }

        json.WriteStartObject("relations");
        json.WriteString("first", relations.First);
        json.WriteString("second", relations.Second);
        Write(json, "correlation", (relations.ReferenceCorrelation, relations.CurrentCorrelation));
        JsonNumber.Write(json, "pValue", relations.PValue);
        json.WriteBoolean("isDrifted", relations.IsDrifted);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, HistogramPair? histograms)
    {
        if (histograms is null)
        {
            return;
        }

        json.WriteStartObject(name);
        json.WriteStartArray("labels");
        foreach (string label in histograms.Labels)
        {
            json.WriteStringValue(label);
        }

        json.WriteEndArray();
        Write(json, "reference", histograms.Reference);
        Write(json, "current", histograms.Current);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<double> shares)
    {
        json.WriteStartArray(name);
        foreach (double share in shares)
        {
            json.WriteNumberValue(share);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, (double Reference, double Current) both)
    {
        json.WriteStartObject(name);
        JsonNumber.Write(json, "reference", both.Reference);
        JsonNumber.Write(json, "current", both.Current);
        json.WriteEndObject();
    }
}
