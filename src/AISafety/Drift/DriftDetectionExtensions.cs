using AISafety.Drift;

namespace AISafety;

/// <summary>Adds drift detection to a safe model.</summary>
public static class DriftDetectionExtensions
{
    /// <summary>Watches the model's inputs for drift from a reference. Monitor <c>drift</c>; needs <see cref="SafetyBuilder{TIn, TOut}.UseFeatures"/>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="reference">What inputs are normally like, fitted with the same schema and without outputs.</param>
    /// <param name="options">Guarantee, windows, metrics. Default: <see cref="DriftOptions.Default"/>.</param>
    /// <param name="onWindow">Told of every window that was compared, on the monitor's thread; for dashboards. What it throws is told as <c>monitor.failed</c>.</param>
    /// <remarks>Alerts: <c>drift.features</c>, <c>drift.rows</c> after every row; <c>drift.window-features</c>, <c>drift.window-rows</c> in windows. See <see cref="DriftWatch"/> for what is done, and docs/concepts/drift.md for what it promises.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="reference"/> is null.</exception>
    /// <exception cref="SafetyBuildException">At Build: there is no schema, it is not the reference's, the reference has outputs, or an option is out of its range.</exception>
    public static SafetyBuilder<TIn, TOut> AddDriftDetection<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder, ReferenceProfile reference, DriftOptions? options = null, Action<DriftWindow>? onWindow = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(reference);
        return builder.AddMonitor(build =>
        {
            reference.RequireSchema(build.RequireSchema(DriftMonitor.MonitorName), DriftMonitor.MonitorName);
            return reference.InputCount == reference.Features.Count
                ? new DriftMonitor(reference, options ?? DriftOptions.Default, [], onWindow)
                : throw new SafetyBuildException($"'{DriftMonitor.MonitorName}': the reference profile has outputs; say how they are read: AddDriftDetection(reference, outputs).");
        });
    }

    /// <summary>Watches the model's inputs and outputs for drift from a reference.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="reference">What inputs and outputs are normally like, fitted with the same two schemas.</param>
    /// <param name="outputs">How an output is read: at most 64 numbers. It runs once for each of them on the call's path. Of a call without an output they are missing.</param>
    /// <param name="options">Guarantee, windows, metrics. Default: <see cref="DriftOptions.Default"/>.</param>
    /// <param name="onWindow">Told of every window that was compared, on the monitor's thread; for dashboards. What it throws is told as <c>monitor.failed</c>.</param>
    /// <remarks>Alerts: besides those of the inputs <c>drift.predictions</c> and <c>drift.window-predictions</c>.</remarks>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="outputs"/> has no feature, or more than 64; or drift detection of outputs was added before.</exception>
    /// <exception cref="SafetyBuildException">At Build: there is no schema, a schema is not the reference's, or an option is out of its range.</exception>
    public static SafetyBuilder<TIn, TOut> AddDriftDetection<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder,
        ReferenceProfile reference,
        FeatureSchema<TOut> outputs,
        DriftOptions? options = null,
        Action<DriftWindow>? onWindow = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(outputs);
        if (outputs.Width is 0 or > MostOutputs)
        {
            throw new ArgumentException($"The schema of outputs has {outputs.Width} numbers; expected 1 to {MostOutputs}.", nameof(outputs));
        }

        ColumnHandle[] columns = [.. outputs.Features.Select((feature, i) => builder.AddColumn($"drift: {feature.Name}", (_, output) => Read(outputs, output, i)))];
        return builder.AddMonitor(build =>
        {
            reference.RequireSchema(build.RequireSchema(DriftMonitor.MonitorName), DriftMonitor.MonitorName);
            reference.RequireOutputs(outputs, DriftMonitor.MonitorName);
            return new DriftMonitor(reference, options ?? DriftOptions.Default, columns, onWindow);
        });
    }

    private const int MostOutputs = 64;

    private static float Read<TOut>(FeatureSchema<TOut> schema, TOut output, int index)
    {
        Span<float> row = stackalloc float[MostOutputs];
        schema.Write(output, row);
        return row[index];
    }
}
