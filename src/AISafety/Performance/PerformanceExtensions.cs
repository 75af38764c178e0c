using AISafety.Performance;

namespace AISafety;

/// <summary>Watches how well a model does: estimated before labels come, measured when they have come, and how it serves.</summary>
public static class PerformanceExtensions
{
    /// <summary>Estimates accuracy, precision, recall, F1 and the area under the ROC curve of a binary classifier without labels. Monitor <c>performance-estimation</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="probability">Reads the probability of class 1, 0 to 1, as the reference has it.</param>
    /// <param name="prediction">Reads whether the answer is class 1.</param>
    /// <param name="reference">Labelled rows of the time when the model worked.</param>
    /// <param name="options">Chunks, limits, reweighting.</param>
    /// <param name="readings">Where the current values are left.</param>
    /// <remarks>
    /// <para>Assumes that a stated probability comes true as often as in the reference. A change of that, concept drift, is invisible to it: see docs/concepts/performance.md.</para>
    /// <para>Alerts: <c>performance.estimated</c>, <c>performance.reference-far</c>, <c>performance.invalid-rows</c>.</para>
    /// </remarks>
    /// <exception cref="ArgumentNullException">An argument other than the last two is null.</exception>
    /// <exception cref="SafetyBuildException">At Build: an option is out of its range, or reweighting lacks features.</exception>
    public static SafetyBuilder<TIn, TOut> AddPerformanceEstimation<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder,
        Func<TOut, double> probability,
        Func<TOut, bool> prediction,
        PerformanceReference reference,
        PerformanceEstimationOptions? options = null,
        PerformanceReadings? readings = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(probability);
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(reference);
        options ??= PerformanceEstimationOptions.Default;
        ColumnHandle stated = builder.AddColumn("performance-estimation.probability", (_, output) => (float)probability(output));
        ColumnHandle answered = builder.AddColumn("performance-estimation.prediction", (_, output) => prediction(output) ? 1 : 0);
        return builder.AddMonitor(build =>
        {
            PerformanceChecks.Estimation(options, reference.Width, build.Schema?.Width);
            return new EstimationMonitor(reference, stated, answered, options with { Limits = [.. options.Limits] }, readings);
        });
    }

    /// <summary>Measures a binary classifier on the calls whose outcome was reported: accuracy, precision, recall, false negative rate and F1; with a probability the area under the ROC curve, Brier score, log loss
    /// and calibration error too. Monitor <c>performance</c>; needs <see cref="SafetyBuilder{TIn, TOut}.UseOutcomes"/> with labels 0 and 1.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="prediction">Reads whether the answer is class 1.</param>
    /// <param name="probability">Reads the probability of class 1, 0 to 1 or NaN; null if there is none.</param>
    /// <param name="options">Windows and limits.</param>
    /// <param name="readings">Where the current values are left.</param>
    /// <remarks>Each metric has an interval that holds at every row of its window at once, so that it may be judged at every block. Alerts: <c>performance.measured</c>, <c>performance.invalid-rows</c>.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="prediction"/> is null.</exception>
    /// <exception cref="SafetyBuildException">At Build: an option is out of its range, a limit is of a metric that is not measured, or there are no outcomes.</exception>
    public static SafetyBuilder<TIn, TOut> AddPerformanceMonitoring<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder,
        Func<TOut, bool> prediction,
        Func<TOut, double>? probability = null,
        PerformanceMonitoringOptions? options = null,
        PerformanceReadings? readings = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(prediction);
        options ??= PerformanceMonitoringOptions.Default;
        ColumnHandle answered = builder.AddColumn("performance.prediction", (_, output) => prediction(output) ? 1 : 0);
        ColumnHandle? stated = probability is null ? null : builder.AddColumn("performance.probability", (_, output) => (float)probability(output));
        return AddLabelled(
            builder, "performance", () => new ClassificationWindow(answered, stated, options), nameof(PerformanceMonitoringOptions), name => PerformanceChecks.Classification(options, name),
            new([.. options.Limits ?? []], options.WindowSize, TimeSpan.MaxValue, options.Confidence), readings);
    }

    /// <summary>Measures numeric predictions on the calls whose outcome was reported: mean absolute error and root of the mean squared error. Monitor <c>regression-performance</c>; needs
    /// <see cref="SafetyBuilder{TIn, TOut}.UseOutcomes"/> with the true value.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="value">Reads the predicted value.</param>
    /// <param name="options">Windows and limits.</param>
    /// <param name="readings">Where the current values are left.</param>
    /// <remarks>With <see cref="RegressionMonitoringOptions.GreatestError"/> the intervals hold at every row of the window at once; without it from 100 rows on, in the limit of many. Alerts as with
    /// <see cref="AddPerformanceMonitoring"/>.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="value"/> is null.</exception>
    /// <exception cref="SafetyBuildException">At Build: an option is out of its range, a limit is of a metric that is not measured, or there are no outcomes.</exception>
    public static SafetyBuilder<TIn, TOut> AddRegressionMonitoring<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder, Func<TOut, double> value, RegressionMonitoringOptions? options = null, PerformanceReadings? readings = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(value);
        options ??= RegressionMonitoringOptions.Default;
        ColumnHandle predicted = builder.AddColumn("regression-performance.value", (_, output) => (float)value(output));
        return AddLabelled(
            builder, "regression-performance", () => new RegressionWindow(predicted, options), nameof(RegressionMonitoringOptions), name => PerformanceChecks.Regression(options, name),
            new([.. options.Limits ?? []], options.WindowSize, TimeSpan.MaxValue, options.Confidence), readings);
    }

    /// <summary>Measures how calls are served: error rate, throughput, and with <see cref="RecordingOptions.MeasureLatency"/> the latency that 50, 95 and 99 % of the calls keep. Monitor <c>service-performance</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Windows and limits.</param>
    /// <param name="readings">Where the current values are left.</param>
    /// <remarks>Alert: <c>performance.measured</c>.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    /// <exception cref="SafetyBuildException">At Build: an option is out of its range, or a limit is of a metric that is not measured.</exception>
    public static SafetyBuilder<TIn, TOut> AddServiceMonitoring<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder, ServiceMonitoringOptions? options = null, PerformanceReadings? readings = null)
    {
        const string Name = "service-performance";
        ArgumentNullException.ThrowIfNull(builder);
        options ??= ServiceMonitoringOptions.Default;
        return builder.AddMonitor(_ =>
        {
            PerformanceChecks.Service(options, builder.Recording, Name);
            bool measuresLatency = builder.Recording.MeasureLatency;
            return new WindowedMonitor(
                Name, () => new ServiceWindow(measuresLatency, options), new([.. options.Limits ?? []], options.WindowSize, options.WindowLength, options.Confidence), readings);
        });
    }

    private static SafetyBuilder<TIn, TOut> AddLabelled<TIn, TOut>(
        SafetyBuilder<TIn, TOut> builder, string name, Func<IMetricWindow> open, string options, Action<string> check, WindowSettings settings, PerformanceReadings? readings) =>
        builder.AddMonitor(_ =>
        {
            check(name);
            PerformanceChecks.Labelled(settings, open(), name, options, builder.Label is not null);
            return new WindowedMonitor(name, open, settings, readings);
        });
}
