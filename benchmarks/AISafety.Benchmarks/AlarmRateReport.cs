using System.Globalization;
using System.Text;
using AISafety.Anomaly;

namespace AISafety.Benchmarks;

/// <summary>Splits each data set many times into a reference and the rest, and counts how many of the rest each anomaly guard calls anomalies.</summary>
/// <remarks>A guard that names a reason to refuse the split is counted, not passed over in silence.</remarks>
internal static class AlarmRateReport
{
    private const int LeastReference = 135;
    private const int MostReference = 1_200;
    private const int MostJudged = 400;
    private const int MostSplits = 3_000;
    private const double TargetError = 0.07;

    private static readonly double[] _rates = [0.01, 0.05, 0.1];

    private static readonly (string Name, AnomalyDetector Detector)[] _detectors =
    [
        ("robust z", AnomalyDetector.RobustZ),
        ("Mahalanobis", AnomalyDetector.Mahalanobis),
        ("isolation forest", AnomalyDetector.IsolationForest()),
        ("neighbours", AnomalyDetector.NearestNeighbors()),
    ];

    public static int Run(string[] options)
    {
        int splits = int.Parse(Option(options, "--splits") ?? "200", CultureInfo.InvariantCulture);
        string folder = Option(options, "--uci") ?? "uci";
        StringBuilder report = new();
        Turns.Line(report, $"# How often an anomaly guard alarms on rows like its reference");
        Turns.Line(report, $"");
        Turns.Line(report, $"Random splits of each set into a reference (six rows in ten; {LeastReference} at least, {MostReference} at most) and the rest (at most {MostJudged}), which is judged: at least {splits} splits,");
        Turns.Line(report, $"and as many as should bring the standard error to {TargetError} points, up to {MostSplits}. Mean share of alarms and its standard error in percent, and the number of splits. The target is within 0.2 points of what was asked.");
        Turns.Line(report, $"A guard refuses a reference of which too many calibrating rows differ from a feature that never varied among the fitting ones; such splits are counted apart.");
        Turns.Line(report, $"");
        Turns.Line(report, $"| data | rows x features | detector | asked 1 | asked 5 | asked 10 |");
        Turns.Line(report, $"|---|---|---|---|---|---|");
        foreach ((string name, float[][] rows) in DataSets.All(folder))
        {
            foreach ((string detectorName, AnomalyDetector detector) in _detectors)
            {
                string[] cells = [.. _rates.Select(rate => Measure(rows, detector, rate, splits))];
                Turns.Line(report, $"| {name} | {rows.Length} x {rows[0].Length} | {detectorName} | {string.Join(" | ", cells)} |");
                Console.Error.WriteLine($"{name}, {detectorName}: {string.Join(", ", cells)}");
            }
        }

        Console.Write(report);
        if (Option(options, "--out") is { } file)
        {
            File.WriteAllText(file, report.ToString());
        }

        return 0;
    }

    private static string Measure(float[][] rows, AnomalyDetector detector, double rate, int splits)
    {
        int reference = Math.Clamp(6 * rows.Length / 10, LeastReference, MostReference);
        float[][] shuffled = [.. rows];
        Random random = new(8);
        List<double> rates = [];
        int refused = 0;
        string reason = "";
        int planned = Math.Max(splits, Math.Min(MostSplits, Planned(rate, reference / 2, Math.Min(MostJudged, rows.Length - reference))));
        for (int split = 0; split < planned; split++)
        {
            random.Shuffle(shuffled);
            try
            {
                using SafetyProbe probe = new(shuffled[..reference], rate, new() { Seed = split, Detector = detector });
                float[][] rest = shuffled[reference..Math.Min(reference + MostJudged, rows.Length)];
                rates.Add(rest.Count(probe.Alarms) / (double)rest.Length);
            }
            catch (SafetyBuildException exception)
            {
                refused++;
                reason = exception.Message;
            }
        }

        if (rates.Count < 2)
        {
            return $"refused: {reason}";
        }

        string left = refused == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {refused} refused");
        return string.Create(CultureInfo.InvariantCulture, $"{100 * rates.Average():f2} +- {100 * StandardError(rates):f2} ({rates.Count}{left})");
    }

    // Planned, not stopped when it looks good: a rate that happens to come out low has a small error, too.
    private static int Planned(double rate, int calibrating, int judged) =>
        (int)Math.Ceiling(rate * (1 - rate) * (1.0 / calibrating + 1.0 / judged) / (TargetError * TargetError / 1e4));

    private static double StandardError(List<double> rates)
    {
        double mean = rates.Average();
        return Math.Sqrt(rates.Sum(one => (one - mean) * (one - mean)) / (rates.Count - 1) / rates.Count);
    }

    private static string? Option(string[] options, string name)
    {
        int place = Array.IndexOf(options, name);
        return place >= 0 && place + 1 < options.Length ? options[place + 1] : null;
    }
}
