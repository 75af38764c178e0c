using System.Globalization;

namespace AISafety.Performance;

/// <summary>Alerts of metrics beyond their limits.</summary>
internal static class PerformanceAlert
{
    public const string Measured = "performance.measured";
    public const string Estimated = "performance.estimated";

    public static SafetyAlert Of(
        string code, PerformanceLimit limit, PerformanceReading reading, IReadOnlyList<PerformanceReading> all, IReadOnlyList<PerformanceLimit> limits, double confidence)
    {
        string metric = MetricNames.Of(limit.Metric);
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{metric} is {(code == Estimated ? "estimated at " : "")}{reading.Value:0.####} ({reading.Interval.Lower:0.####} to {reading.Interval.Upper:0.####} with confidence {confidence}, n = {reading.Count}), all of it {(limit.IsMinimum ? "below the least" : "above the greatest")} allowed, {limit.Bound:0.####}.");
        return new(code, text, limit.Severity)
        {
            Metric = metric,
            Value = reading.Value,
            Threshold = limit.Bound,
            Since = reading.Since,

            // Over when windows are within the limit, however long they take.
            ResolveAfter = TimeSpan.Zero,
            Drivers = Drivers(limit.Metric, all, limits),
            SuggestedAction = Action(code, limit.Metric),
        };
    }

    // What a summary of both kinds of errors consists of, the worse first.
    private static AlertDriver[] Drivers(PerformanceMetric metric, IReadOnlyList<PerformanceReading> all, IReadOnlyList<PerformanceLimit> limits)
    {
        if (metric is not (PerformanceMetric.Accuracy or PerformanceMetric.F1))
        {
            return [];
        }

        return
        [
            .. all.Where(one => one.Metric is PerformanceMetric.Precision or PerformanceMetric.Recall && !double.IsNaN(one.Value))
                .OrderBy(one => one.Value)
                .Select(one => new AlertDriver(
                    MetricNames.Of(one.Metric), MetricNames.Of(one.Metric), one.Value, limits.FirstOrDefault(limit => limit.Metric == one.Metric)?.Bound ?? double.NaN)),
        ];
    }

    private static string Action(string code, PerformanceMetric metric) => code == Estimated
        ? "Have a sample of these calls labelled; if it confirms the fall, retrain, or send more calls to review."
        : metric switch
        {
            PerformanceMetric.LatencyP50 or PerformanceMetric.LatencyP95 or PerformanceMetric.LatencyP99 => "See which stage takes the time: the latencies of stages are recorded beside the call's.",
            PerformanceMetric.Throughput => "Check whether callers have stopped calling or calls have become slow.",
            PerformanceMetric.ErrorRate => "See what refuses or fails the calls; add a fallback if there is none.",
            PerformanceMetric.CalibrationError or PerformanceMetric.Brier or PerformanceMetric.LogLoss => "Fit the probability calibration anew on recent labels; if the ranking has fallen too, retrain.",
            _ => "Compare the inputs with the reference; retrain, go back to an earlier model, or send more calls to review.",
        };
}
