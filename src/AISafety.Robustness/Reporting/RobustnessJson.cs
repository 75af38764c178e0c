using System.Text.Json;
using AISafety.Reporting;

namespace AISafety.Robustness.Reporting;

/// <summary>A report as JSON; its schema is in docs/concepts/robustness-report.md. JSON has no NaN and no infinity: they are null.</summary>
internal static class RobustnessJson
{
    private const int Version = 1;

    public static void Write(RobustnessReport report, Stream stream)
    {
        using Utf8JsonWriter json = new(stream, new() { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("formatVersion", Version);
        json.WriteNumber("rows", report.Rows);
        json.WriteNumber("confidence", report.Confidence);
        Write(json, "clean", report.Clean);
        Write(json, "attacks", report.Attacks, Write);
        Write(json, "together", report.Together, Write);
        Write(json, "certificates", report.Certificates, (writer, curve) => Write(writer, curve, report));
        Write(json, "detectors", report.Detectors, Write);
        json.WriteBoolean("gradientsWereChecked", report.Masking is not null);
        Write(json, "findings", report.Findings, Write);
        Write(json, "examples", report.Examples, Write);
        json.WriteEndObject();
    }

    private static void Write<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (T item in items)
        {
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, RobustnessPoint point)
    {
        json.WriteString("attack", point.Attack.Length == 0 ? "all" : point.Attack);
        json.WriteString("knows", Name(point.Knowledge.ToString()));
        json.WriteBoolean("isTargeted", point.IsTargeted);
        json.WriteString("detector", point.Detector);
        Write(json, point.Budget);
        Write(json, "accuracy", point.Accuracy);
        json.WriteNumber("broken", point.Broken);
        JsonNumber.Write(json, "medianQueries", point.MedianQueries);
    }

    private static void Write(Utf8JsonWriter json, AttackBudget budget)
    {
        json.WriteString("norm", RobustnessText.Norm(budget.Norm));
        JsonNumber.Write(json, "epsilon", RobustnessText.Plain(budget.Epsilon));
    }

    private static void Write(Utf8JsonWriter json, CertifiedCurve curve, RobustnessReport report)
    {
        json.WriteString("method", curve.Method);
        json.WriteString("norm", RobustnessText.Norm(curve.Norm));
        json.WriteStartArray("accuracy");
        foreach (double radius in RobustnessText.Radii(report, curve))
        {
            json.WriteStartObject();
            json.WriteNumber("radius", radius);
            Write(json, "certified", curve.Accuracy(radius));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, DetectorRates rates)
    {
        json.WriteString("detector", rates.Detector);
        json.WriteString("attack", rates.Aware.Attack.Name);
        Write(json, rates.Aware.Attack.Budget);
        JsonNumber.Write(json, "falseAlarmRate", rates.FalseAlarmRate);
        JsonNumber.Write(json, "obliviousDetectionRate", rates.ObliviousDetectionRate);
        JsonNumber.Write(json, "obliviousPassRate", rates.ObliviousPassRate);
        JsonNumber.Write(json, "awareDetectionRate", rates.AwareDetectionRate);
        JsonNumber.Write(json, "awarePassRate", rates.AwarePassRate);
    }

    private static void Write(Utf8JsonWriter json, MaskingFinding finding)
    {
        json.WriteString("code", finding.Code);
        json.WriteString("text", finding.Text);
        JsonNumber.Write(json, "expected", finding.Expected);
        JsonNumber.Write(json, "found", finding.Found);
    }

    private static void Write(Utf8JsonWriter json, RobustnessExample example)
    {
        json.WriteNumber("row", example.Row);
        json.WriteNumber("label", example.Label);
        json.WriteNumber("answer", example.Answer);
        json.WriteString("attack", example.Attack);
        Write(json, example.Budget);
        JsonNumber.Write(json, "distance", example.Distance);
    }

    private static void Write(Utf8JsonWriter json, string name, RobustnessShare share)
    {
        json.WriteStartObject(name);
        JsonNumber.Write(json, "value", share.Value);
        JsonNumber.Write(json, "lower", share.Interval.Lower);
        JsonNumber.Write(json, "upper", share.Interval.Upper);
        json.WriteNumber("count", share.Count);
        json.WriteNumber("rows", share.Rows);
        json.WriteEndObject();
    }

    private static string Name(string value) => JsonNamingPolicy.CamelCase.ConvertName(value);
}
