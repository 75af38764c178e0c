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
        OptionCheck check = OptionCheck.OfBuilder(Monitor, nameof(PerformanceEstimationOptions));
        check.Require(options.ChunkSize is >= 100 and <= 1_000_000, nameof(options.ChunkSize), options.ChunkSize, "100 to 1,000,000");
        check.Require(options.Confidence is > 0.5 and <= 0.99, nameof(options.Confidence), options.Confidence, "more than 0.5 and at most 0.99");
        check.Require(options.GreatestWeight >= 1, nameof(options.GreatestWeight), options.GreatestWeight, "1 or more");
        check.Require(options.LeastEffectiveSampleSize >= 10, nameof(options.LeastEffectiveSampleSize), options.LeastEffectiveSampleSize, "10 or more");
        Limits(options.Limits, _estimated, check);
        check.Require(
            !options.Reweight || (long)options.ChunkSize * width <= MostNumbers,
            nameof(options.ChunkSize), options.ChunkSize, FormattableString.Invariant($"at most {MostNumbers / Math.Max(1, width)}, for each call's {width} features are kept to reweight"));
        if (options.Reweight && (width == 0 || schemaWidth != width))
        {
            throw new SafetyBuildException(
                $"'{Monitor}': {nameof(options.Reweight)} needs the features of the reference and of the calls; the reference has {width} and the schema {schemaWidth ?? 0}. Fit the reference with the schema that is given to UseFeatures.");
        }
    }

    /// <param name="settings">What was made of the options.</param>
    /// <param name="window">What is measured.</param>
    /// <param name="monitor">Whose options they are.</param>
    /// <param name="options">The name of their type.</param>
    /// <param name="hasOutcomes">Whether there will be labels.</param>
    public static void Labelled(WindowSettings settings, IMetricWindow window, string monitor, string options, bool hasOutcomes)
    {
        OptionCheck check = OptionCheck.OfBuilder(monitor, options);
        check.Range(nameof(PerformanceMonitoringOptions.WindowSize), settings.Size, 100, 10_000_000);
        Limits(settings.Limits, window.Streams.Select(stream => stream.Metric), check);
        if (!hasOutcomes)
        {
            throw new SafetyBuildException($"'{monitor}' works on labels: call UseOutcomes(...) on the builder, and report outcomes by ReportOutcome.");
        }
    }

    /// <summary>What the streams of a window are made of, checked before they are.</summary>
    public static void Classification(PerformanceMonitoringOptions options, string monitor)
    {
        OptionCheck check = OptionCheck.OfBuilder(monitor, nameof(PerformanceMonitoringOptions));
        check.Require(options.Confidence is > 0.5 and < 1, nameof(options.Confidence), options.Confidence, "more than 0.5 and less than 1");
        check.Require(options.LeastProbability is > 0 and < 0.5, nameof(options.LeastProbability), options.LeastProbability, "more than 0 and less than 0.5");
    }

    /// <inheritdoc cref="Classification"/>
    public static void Regression(RegressionMonitoringOptions options, string monitor)
    {
        OptionCheck check = OptionCheck.OfBuilder(monitor, nameof(RegressionMonitoringOptions));
        check.Require(options.Confidence is > 0.5 and < 1, nameof(options.Confidence), options.Confidence, "more than 0.5 and less than 1");
        check.Require(
            options.GreatestError is null || (options.GreatestError > 0 && double.IsFinite(options.GreatestError.Value)),
            nameof(options.GreatestError), options.GreatestError ?? 0, "a finite number of more than 0, or null");
    }

    public static void Service(ServiceMonitoringOptions options, RecordingOptions recording, string monitor)
    {
        OptionCheck check = OptionCheck.OfBuilder(monitor, nameof(ServiceMonitoringOptions));
        check.Require(options.WindowSize is >= 100 and <= 10_000_000, nameof(options.WindowSize), options.WindowSize, "100 to 10,000,000");
        check.Require(options.Confidence is > 0.5 and < 1, nameof(options.Confidence), options.Confidence, "more than 0.5 and less than 1");
        check.Require(
            options.WindowLength >= TimeSpan.FromMinutes(1) && options.WindowLength <= TimeSpan.FromDays(30),
            nameof(options.WindowLength), options.WindowLength, "1 minute to 30 days");
        check.Require(
            options.ThroughputSpan >= TimeSpan.FromSeconds(1) && options.ThroughputSpan <= TimeSpan.FromHours(1) && options.ThroughputSpan >= recording.MaxBlockAge,
            nameof(options.ThroughputSpan), options.ThroughputSpan, "1 second to 1 hour, and no less than the recording's MaxBlockAge");
        bool asksLatency = options.Limits is not null && options.Limits.Any(limit => limit?.Metric is PerformanceMetric.LatencyP50 or PerformanceMetric.LatencyP95 or PerformanceMetric.LatencyP99);
        if (asksLatency && !recording.MeasureLatency)
        {
            throw new SafetyBuildException($"'{monitor}' has a limit of latency, which is not measured: set {nameof(RecordingOptions.MeasureLatency)} by UseRecording.");
        }

        Limits(options.Limits!, new ServiceWindow(recording.MeasureLatency, options).Streams.Select(stream => stream.Metric), check);
    }

    private static void Limits(IReadOnlyList<PerformanceLimit> limits, IEnumerable<PerformanceMetric> offered, OptionCheck check)
    {
        check.Require(limits is not null && limits.All(limit => limit is not null), nameof(Limits), "null, or holds a null", "limits, or none");
        PerformanceMetric[] known = [.. offered];
        foreach (PerformanceLimit limit in limits!)
        {
            check.Require(known.Contains(limit.Metric), nameof(Limits), limit.Metric, $"one of {string.Join(", ", known)}");
        }
    }
}
