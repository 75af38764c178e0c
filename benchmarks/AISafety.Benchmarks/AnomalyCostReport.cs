using System.Text;
using AISafety.Anomaly;

namespace AISafety.Benchmarks;

/// <summary>Times a call with each anomaly detector, beside the same call without, in turns; and says how far within its target each is.</summary>
internal static class AnomalyCostReport
{
    private static readonly (string Name, AnomalyDetector? Detector, double Target)[] _detectors =
    [
        ("no guard", null, double.NaN),
        ("robust z", AnomalyDetector.RobustZ, double.NaN),
        ("Mahalanobis", AnomalyDetector.Mahalanobis, 40),
        ("isolation forest, 100 trees of 256", AnomalyDetector.IsolationForest(), 2_000),
        ("10 nearest of 2,000", AnomalyDetector.NearestNeighbors(), double.NaN),
    ];

    public static async Task<int> RunAsync(string[] options)
    {
        List<SafeModel<float[], float>> models = [];
        (string Name, Func<float> Call)[] subjects = [.. _detectors.Select(detector =>
        {
            SafeModel<float[], float> model = Create(detector.Detector);
            models.Add(model);
            return (detector.Name, (Func<float>)(() => model.PredictAsync(Workload.Input).Result));
        })];

        // As many calls as make the slowest as long as the others.
        double[][] rounds = Turns.Measure(subjects, threads: 1, calls: 40_000);
        StringBuilder report = new();
        Turns.Line(report, $"# What an anomaly guard adds to a call");
        Turns.Line(report, $"");
        Turns.Line(report, $"{Turns.Machine()}");
        Turns.Line(report, $"{Workload.Width} features, reference of 4,000 rows, everything allowed; {Turns.Rounds} rounds of {2 * 40_000:n0} calls each, in turns A B B A; {(ThreadTime.IsCpuTime ? "thread CPU time" : "wall time")}; ns a call: min / median / max.");
        Turns.Line(report, $"");
        Turns.Line(report, $"| guard | a call | above none | target |");
        Turns.Line(report, $"|---|---|---|---|");
        for (int i = 0; i < subjects.Length; i++)
        {
            double above = Turns.Median(rounds[i]) - Turns.Median(rounds[0]);
            Turns.Line(report, $"| {subjects[i].Name} | {Turns.Spread(rounds[i])} | {above:f1} | {(double.IsNaN(_detectors[i].Target) ? "" : _detectors[i].Target)} |");
        }

        Console.Write(report);
        if (options is ["--out", string file])
        {
            await File.WriteAllTextAsync(file, report.ToString());
        }

        foreach (SafeModel<float[], float> model in models)
        {
            await model.DisposeAsync();
        }

        return 0;
    }

    private static SafeModel<float[], float> Create(AnomalyDetector? detector) => Model.FromDelegate<float[], float>(static input => input[0]).WithSafety(safety =>
    {
        safety.UseFeatures(FeatureSchema.ForVector([.. Enumerable.Range(0, Workload.Width).Select(i => $"f{i}")]));
        if (detector is not null)
        {
            safety.AddAnomalyDetection(Reference(), alarmRate: 0.001, options: new() { Detector = detector });
        }
    });

    // Uniform from -2 to 2, so that the workload's input is ordinary.
    private static List<float[]> Reference()
    {
        Random random = new(1);
        return [.. Enumerable.Range(0, 4_000).Select(_ => (float[])[.. Enumerable.Range(0, Workload.Width).Select(_ => (float)(random.NextDouble() * 4 - 2))])];
    }
}
