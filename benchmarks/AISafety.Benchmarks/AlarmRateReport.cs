using System.Globalization;
using System.Text;
using AISafety.Anomaly;

namespace AISafety.Benchmarks;

/// <summary>Splits each data set many times into a reference and the rest, and counts how many of the rest each anomaly guard calls anomalies.</summary>
/// <remarks>A guard that names a reason to refuse the split is counted, not passed over in silence.</remarks>
internal static class AlarmRateReport
{
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
        Turns.Line(report, $"{splits} random splits of each set: the reference, about 85 % of the rows and at most 1,600, and the rest, at most 300 rows, which is judged. Mean share of alarms and its standard error, in percent; the");
        Turns.Line(report, $"target is within 0.2 points of what was asked.");
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
        int reference = Math.Min(1_600, (int)(0.85 * rows.Length));
        float[][] shuffled = [.. rows];
        Random random = new(8);
        List<double> rates = [];
        int refused = 0;
        string reason = "";
        for (int split = 0; split < splits; split++)
        {
            random.Shuffle(shuffled);
            try
            {
                using SafetyProbe probe = new(shuffled[..reference], rate, new() { Seed = split, Detector = detector });
                float[][] rest = shuffled[reference..Math.Min(reference + 300, rows.Length)];
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

        double mean = rates.Average();
        double error = Math.Sqrt(rates.Sum(one => (one - mean) * (one - mean)) / (rates.Count - 1) / rates.Count);
        string left = refused == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {refused} refused");
        return string.Create(CultureInfo.InvariantCulture, $"{100 * mean:f2} +- {100 * error:f2}{left}");
    }

    private static string? Option(string[] options, string name)
    {
        int place = Array.IndexOf(options, name);
        return place >= 0 && place + 1 < options.Length ? options[place + 1] : null;
    }
}
