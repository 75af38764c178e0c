using System.Globalization;

namespace AISafety.Performance;

/// <summary>Refuses options that make no sense; each message names the option, its value and what was expected.</summary>
internal static class PerformanceChecks
{
    private static readonly PerformanceMetric[] _estimated =
        [PerformanceMetric.Accuracy, PerformanceMetric.Precision, PerformanceMetric.Recall, PerformanceMetric.F1, PerformanceMetric.RocAuc];

    // Of features that a chunk keeps: 800 MB.
    private const int MostNumbers = 100_000_000;

    public static void Estimation(PerformanceEstimationOptions options, int width, int? schemaWidth)
    {
        const string Monitor = EstimationMonitor.MonitorName;
        Require(options.ChunkSize is >= 100 and <= 1_000_000, Monitor, nameof(options.ChunkSize), options.ChunkSize, "100 to 1,000,000");
        Require(options.Confidence is > 0.5 and <= 0.99, Monitor, nameof(options.Confidence), options.Confidence, "more than 0.5 and at most 0.99");
        Require(options.GreatestWeight >= 1, Monitor, nameof(options.GreatestWeight), options.GreatestWeight, "1 or more");
        Require(options.LeastEffectiveSampleSize >= 10, Monitor, nameof(options.LeastEffectiveSampleSize), options.LeastEffectiveSampleSize, "10 or more");
        Limits(options.Limits, _estimated, Monitor);
        Require(
            !options.Reweight || (long)options.ChunkSize * width <= MostNumbers,
            Monitor, nameof(options.ChunkSize), options.ChunkSize, FormattableString.Invariant($"at most {MostNumbers / Math.Max(1, width)}, for each call's {width} features are kept to reweight"));
        if (options.Reweight && (width == 0 || schemaWidth != width))
        {
            throw new SafetyBuildException(
                $"Monitor '{Monitor}': {nameof(options.Reweight)} needs the features of the reference and of the calls; the reference has {width} and the schema {schemaWidth ?? 0}. Fit the reference with the schema that is given to UseFeatures.");
        }
    }

    public static void Labelled(WindowSettings settings, IMetricWindow window, string monitor, bool hasOutcomes)
    {
        Require(settings.Size is >= 100 and <= 10_000_000, monitor, nameof(PerformanceMonitoringOptions.WindowSize), settings.Size, "100 to 10,000,000");
        Limits(settings.Limits, window.Streams.Select(stream => stream.Metric), monitor);
        if (!hasOutcomes)
        {
            throw new SafetyBuildException($"Monitor '{monitor}' works on labels: call UseOutcomes(...) on the builder, and report outcomes by ReportOutcome.");
        }
    }

    /// <summary>What the streams of a window are made of, checked before they are.</summary>
    public static void Classification(PerformanceMonitoringOptions options, string monitor)
    {
        Require(options.Confidence is > 0.5 and < 1, monitor, nameof(options.Confidence), options.Confidence, "more than 0.5 and less than 1");
        Require(options.LeastProbability is > 0 and < 0.5, monitor, nameof(options.LeastProbability), options.LeastProbability, "more than 0 and less than 0.5");
    }

    /// <inheritdoc cref="Classification"/>
    public static void Regression(RegressionMonitoringOptions options, string monitor)
    {
        Require(options.Confidence is > 0.5 and < 1, monitor, nameof(options.Confidence), options.Confidence, "more than 0.5 and less than 1");
        Require(
            options.GreatestError is null || (options.GreatestError > 0 && double.IsFinite(options.GreatestError.Value)),
            monitor, nameof(options.GreatestError), options.GreatestError ?? 0, "a finite number of more than 0, or null");
    }

    public static void Service(ServiceMonitoringOptions options, RecordingOptions recording, string monitor)
    {
        Require(options.WindowSize is >= 100 and <= 10_000_000, monitor, nameof(options.WindowSize), options.WindowSize, "100 to 10,000,000");
        Require(options.Confidence is > 0.5 and < 1, monitor, nameof(options.Confidence), options.Confidence, "more than 0.5 and less than 1");
        Require(
            options.WindowLength >= TimeSpan.FromMinutes(1) && options.WindowLength <= TimeSpan.FromDays(30),
            monitor, nameof(options.WindowLength), options.WindowLength, "1 minute to 30 days");
        Require(
            options.ThroughputSpan >= TimeSpan.FromSeconds(1) && options.ThroughputSpan <= TimeSpan.FromHours(1) && options.ThroughputSpan >= recording.MaxBlockAge,
            monitor, nameof(options.ThroughputSpan), options.ThroughputSpan, "1 second to 1 hour, and no less than the recording's MaxBlockAge");
        bool asksLatency = options.Limits is not null && options.Limits.Any(limit => limit?.Metric is PerformanceMetric.LatencyP50 or PerformanceMetric.LatencyP95 or PerformanceMetric.LatencyP99);
        if (asksLatency && !recording.MeasureLatency)
        {
            throw new SafetyBuildException($"Monitor '{monitor}' has a limit of latency, which is not measured: set {nameof(RecordingOptions.MeasureLatency)} by UseRecording.");
        }
    }

    public static void Limits(IReadOnlyList<PerformanceLimit> limits, IEnumerable<PerformanceMetric> offered, string monitor)
    {
        if (limits is null || limits.Any(limit => limit is null))
        {
            throw new SafetyBuildException($"Monitor '{monitor}': Limits is null or holds a null; expected limits, or none.");
        }

        PerformanceMetric[] known = [.. offered];
        foreach (PerformanceLimit limit in limits)
        {
            Require(known.Contains(limit.Metric), monitor, nameof(Limits), limit.Metric, $"one of {string.Join(", ", known)}");
        }
    }

    private static void Require(bool isGood, string monitor, string option, object value, string expected)
    {
        if (!isGood)
        {
            throw new SafetyBuildException(string.Create(CultureInfo.InvariantCulture, $"Monitor '{monitor}': {option} is {value}; expected {expected}."));
        }
    }
}
