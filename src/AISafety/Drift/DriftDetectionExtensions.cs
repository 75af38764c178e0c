using AISafety.Drift;

namespace AISafety;

/// <summary>Adds drift detection to a safe model.</summary>
public static class DriftDetectionExtensions
{
    private const int MostOutputs = 64;

    /// <summary>Watches the model's inputs, and its outputs if they are given, for drift from a reference. Monitor <c>drift</c>; needs <see cref="SafetyBuilder{TIn, TOut}.UseFeatures"/>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="reference">What inputs are normally like, fitted with the same schema; and outputs, if they are given.</param>
    /// <param name="options">Guarantee, windows, metrics. Default: <see cref="DriftOptions.Default"/>.</param>
    /// <param name="outputs">How an output is read: 1 to 64 numbers. It runs on the call's path. Null (default): outputs are not watched.</param>
    /// <param name="onWindow">Told of every window that was compared, on the monitor's thread; for dashboards. What it throws is told as <c>monitor.failed</c>.</param>
    /// <remarks>Alerts: <c>drift.features</c>, <c>drift.rows</c>, <c>drift.predictions</c> after every row; <c>drift.window-features</c>, <c>drift.window-rows</c>, <c>drift.window-predictions</c> in windows; medium if the change is certain to be
    /// larger than what does not matter, else low. Calls that were refused or that a fallback answered count as inputs, not as outputs. See <see cref="DriftWatch"/> for what is done, and docs/concepts/drift.md for what it promises.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="reference"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="outputs"/> has no feature, or more than 64; or drift detection of outputs was added before.</exception>
    /// <exception cref="SafetyBuildException">An option is out of its range; or at Build: there is no schema, a schema is not the reference's, the reference has outputs and <paramref name="outputs"/> is null, or an option does not fit the reference.</exception>
    public static SafetyBuilder<TIn, TOut> AddDriftDetection<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder,
        ReferenceProfile reference,
        DriftOptions? options = null,
        FeatureSchema<TOut>? outputs = null,
        Action<DriftWindow>? onWindow = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(reference);
        if (outputs?.Width is 0 or > MostOutputs)
        {
            throw new ArgumentException($"The schema of outputs has {outputs.Width} numbers; expected 1 to {MostOutputs}.", nameof(outputs));
        }

        options ??= DriftOptions.Default;
        options.Check(DriftMonitor.MonitorName);
        options = options.Snapshot();
        ColumnHandle[] columns = outputs is null ? [] : Columns(builder, outputs);
        return builder.AddMonitor(build =>
        {
            reference.RequireSchema(build.RequireSchema(DriftMonitor.MonitorName), DriftMonitor.MonitorName);
            if (outputs is not null)
            {
                reference.RequireOutputs(outputs, DriftMonitor.MonitorName);
            }
            else if (reference.InputCount < reference.Features.Count)
            {
                throw new SafetyBuildException($"'{DriftMonitor.MonitorName}': the reference profile has outputs; say how they are read: AddDriftDetection(reference, outputs: schema).");
            }

            return new DriftMonitor(reference, options, columns, builder.AlertOptions.ClearReports, onWindow);
        });
    }

    // The first column reads the output for all of them: they are asked in order, one after the other on the call's thread.
    private static ColumnHandle[] Columns<TIn, TOut>(SafetyBuilder<TIn, TOut> builder, FeatureSchema<TOut> outputs)
    {
        ThreadLocal<float[]> row = new(() => new float[outputs.Width]);
        return
        [
            .. outputs.Features.Select((feature, i) => builder.AddColumn($"drift: {feature.Name}", (_, output) =>
            {
                if (i == 0)
                {
                    Read(outputs, output, row.Value!);
                }

                return row.Value![i];
            })),
        ];
    }

    private static void Read<TOut>(FeatureSchema<TOut> schema, TOut output, float[] row)
    {
        try
        {
            schema.Write(output, row);
        }
        catch
        {
            // Nothing of an earlier call may be left.
            row.AsSpan().Fill(float.NaN);
            throw;
        }
    }
}
