using System.Text.Json.Nodes;
using AISafety.Statistics;

namespace AISafety.Evaluation.Verbs;

/// <summary>The detectors by the names and parameter names of the conformance files.</summary>
internal static class NamedDetectors
{
    /// <summary>Those that an error stream may be given to, by name.</summary>
    public static IReadOnlyList<string> OfErrors { get; } = ["ADWIN", "DDM", "EDDM", "HDDM_A", "HDDM_W", "KSWIN", "PageHinkley"];

    /// <summary>A detector with its defaults where a parameter is not named.</summary>
    /// <returns>Null if there is none of that name.</returns>
    /// <exception cref="BadFileException">A parameter is unknown or out of its range.</exception>
    public static DriftDetector? Create(string name, JsonObject? parameters)
    {
        DetectorParameters of = new(name, parameters);
        try
        {
            DriftDetector? detector = Create(name, of);
            if (detector is not null)
            {
                // The peers accept this of HDDM_W too, where it changes nothing.
                of.Flag("two_side_option", true);
                of.RequireAllRead();
            }

            return detector;
        }
        catch (ArgumentException exception)
        {
            throw new BadFileException($"The parameters of '{name}': {exception.Message}", exception);
        }
    }

    private static DriftDetector? Create(string name, DetectorParameters of) => name switch
    {
        "ADWIN" => new Adwin(of.Number("delta", 0.002)),
        "DDM" => new Ddm(of.Whole("min_num_instances", 30), of.Number("warning_level", 2), of.Number("out_control_level", 3)),
        "EDDM" => new Eddm(),
        "HDDM_A" => new HddmA(of.Number("drift_confidence", 0.001), of.Number("warning_confidence", 0.005), of.Flag("two_side_option", true)),
        "HDDM_W" => new HddmW(
            of.Number("drift_confidence", 0.001),
            of.Number("warning_confidence", 0.005),
            of.Number("lambda_option", 0.05)),
        "KSWIN" => new Kswin(of.Number("alpha", 0.005), of.Whole("window_size", 100), of.Whole("stat_size", 30)),
        "PageHinkley" => new PageHinkley(
            of.Number("delta", 0.005), of.Number("threshold", 50), of.Number("alpha", 0.9999), of.Whole("min_instances", 30)),
        _ => null,
    };
}
