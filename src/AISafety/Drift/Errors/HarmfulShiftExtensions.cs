using AISafety.Drift;

namespace AISafety;

/// <summary>Adds detection of harmful shifts to a safe model: those that raise its risk, and no others.</summary>
public static class HarmfulShiftExtensions
{
    /// <summary>Watches the risk of calls whose outcome is known. Monitor <c>harmful-shift</c>; needs <see cref="SafetyBuilder{TIn, TOut}.UseOutcomes"/>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="reference">The risk where the model was all right, by the same loss.</param>
    /// <param name="options">Margin and guarantee. Default: <see cref="HarmfulShiftOptions.Default"/>.</param>
    /// <param name="loss">How bad an answer is, of answer and outcome, 0 to 1, on the monitor's thread. Default: 1 if they differ. Another value, NaN too, is left out, and told as <c>drift.risk-invalid</c>.</param>
    /// <remarks>Alert: <c>drift.harmful</c>, by <see cref="Statistics.MeanEDetector"/>. The limit is the upper confidence bound of the reference's risk, plus the margin. Calls that were refused, or answered by a fallback, are left out.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="reference"/> is null.</exception>
    /// <exception cref="ArgumentException">It was added before.</exception>
    /// <exception cref="SafetyBuildException">An option is out of its range, or the limit is 1 or more; at Build: there are no outcomes.</exception>
    public static SafetyBuilder<TIn, TOut> AddHarmfulShiftDetection<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder, ReferenceRisk reference, HarmfulShiftOptions? options = null, Func<float, float, double>? loss = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(reference);
        options ??= HarmfulShiftOptions.Default;
        double limit = HarmfulShiftMonitor.Limit(reference, options, HarmfulShiftMonitor.MonitorName);
        ColumnHandle answer = RowLoss.Answers(builder, HarmfulShiftMonitor.MonitorName);
        return builder.AddMonitor(_ =>
        {
            RowLoss.RequireOutcomes(builder, HarmfulShiftMonitor.MonitorName);
            return new HarmfulShiftMonitor(limit, options, new(answer, loss ?? RowLoss.OfClasses));
        });
    }

    /// <summary>Watches a risk that the model's answers themselves tell, without outcomes. Monitor <c>harmful-shift-estimated</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="reference">The mean of the same estimate where the model was all right.</param>
    /// <param name="estimate">The estimated risk of an answer, 0 to 1, such as 1 - calibrated confidence, on the call's path. It is worth as much as the calibration: a shift may break that and stay unseen. Another value, NaN too, is left out, and told as <c>drift.risk-invalid</c>.</param>
    /// <param name="options">Margin and guarantee. Default: <see cref="HarmfulShiftOptions.Default"/>.</param>
    /// <inheritdoc cref="AddHarmfulShiftDetection{TIn, TOut}(SafetyBuilder{TIn, TOut}, ReferenceRisk, HarmfulShiftOptions, Func{float, float, double})"/>
    public static SafetyBuilder<TIn, TOut> AddEstimatedHarmfulShiftDetection<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder, ReferenceRisk reference, Func<TOut, float> estimate, HarmfulShiftOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(estimate);
        options ??= HarmfulShiftOptions.Default;
        double limit = HarmfulShiftMonitor.Limit(reference, options, HarmfulShiftMonitor.EstimatedName);
        ColumnHandle column = builder.AddColumn($"{HarmfulShiftMonitor.EstimatedName}: risk", (_, output) => estimate(output));
        return builder.AddMonitor(_ => new HarmfulShiftMonitor(limit, options, null, column));
    }
}
