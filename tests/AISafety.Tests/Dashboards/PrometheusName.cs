using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;

namespace AISafety.Tests.Dashboards;

/// <summary>What Prometheus calls an instrument, by the rules of OpenTelemetry's exporter: dots become underscores, a unit that is not an annotation is a suffix, and so is the kind.</summary>
internal static partial class PrometheusName
{
    private static readonly Dictionary<string, string> s_units = new()
    {
        ["s"] = "seconds",
        ["ms"] = "milliseconds",
        ["By"] = "bytes",
        ["1"] = "ratio",
    };

    public static bool IsHistogram(Instrument instrument) => KindOf(instrument) == "Histogram";

    public static bool IsCounter(Instrument instrument) => KindOf(instrument) is "Counter" or "ObservableCounter";

    /// <summary>The series of an instrument.</summary>
    public static IReadOnlyList<string> Of(Instrument instrument)
    {
        string name = NotAllowed().Replace(instrument.Name, "_");
        string unit = Annotation().Replace(instrument.Unit ?? "", "");
        string kind = KindOf(instrument);
        if (unit.Length > 0 && !(unit == "1" && !kind.EndsWith("Gauge", StringComparison.Ordinal)))
        {
            string suffix = s_units[unit];
            name = name.EndsWith($"_{suffix}", StringComparison.Ordinal) ? name : $"{name}_{suffix}";
        }

        return kind switch
        {
            "Counter" or "ObservableCounter" => [$"{name}_total"],
            "Histogram" => [$"{name}_bucket", $"{name}_sum", $"{name}_count"],
            "Gauge" or "ObservableGauge" or "UpDownCounter" or "ObservableUpDownCounter" => [name],
            _ => throw new NotSupportedException(kind),
        };
    }

    public static string Label(string tag) => NotAllowed().Replace(tag, "_");

    private static string KindOf(Instrument instrument) => instrument.GetType().Name.Split('`')[0];

    [GeneratedRegex("[^a-zA-Z0-9_:]+")]
    private static partial Regex NotAllowed();

    [GeneratedRegex("\\{[^}]*\\}")]
    private static partial Regex Annotation();
}
