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

    /// <summary>Ends what was raised of the metrics that were looked at and keep all of their limits: the limits of one metric are one condition.</summary>
    public static void Clear(string code, IReadOnlyList<PerformanceLimit> limits, Func<PerformanceLimit, bool> isKept, MonitorContext context)
    {
        foreach (IGrouping<PerformanceMetric, PerformanceLimit> one in limits.GroupBy(static limit => limit.Metric).Where(one => one.All(isKept)))
        {
            context.Clear(code, metric: MetricNames.Of(one.Key));
        }
    }

    /// <summary>Tells how many of the rows that were looked at could not be judged.</summary>
    public static void Invalid(int rows, string what, string action, DateTimeOffset? since, MonitorContext context)
    {
        const string Code = "performance.invalid-rows";
        if (rows == 0)
        {
            context.Clear(Code);
            return;
        }

        context.Raise(new(Code, $"{rows} {what} were missing or out of range; their rows were passed over.", AlertSeverity.Low)
        {
            Value = rows,
            Since = since,
            ResolveAfter = TimeSpan.Zero,
            SuggestedAction = action,
        });
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
