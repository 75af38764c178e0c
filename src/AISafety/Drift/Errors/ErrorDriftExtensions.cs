using AISafety.Drift;

namespace AISafety;

/// <summary>Adds detection of rising errors to a safe model.</summary>
public static class ErrorDriftExtensions
{
    /// <summary>Watches the errors of calls whose outcome is known for a rise. Monitor <c>error-drift</c>; needs <see cref="SafetyBuilder{TIn, TOut}.UseOutcomes"/>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">Which detector, and for classes or numbers. Default: <see cref="ErrorDriftOptions.Default"/>.</param>
    /// <remarks>Alert: <c>drift.errors</c>. Calls that were refused, or answered by a fallback, are not the model's errors and are left out.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    /// <exception cref="ArgumentException">It was added before.</exception>
    /// <exception cref="SafetyBuildException">An option is out of its range; at Build: there are no outcomes.</exception>
    public static SafetyBuilder<TIn, TOut> AddErrorDriftDetection<TIn, TOut>(this SafetyBuilder<TIn, TOut> builder, ErrorDriftOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        options ??= ErrorDriftOptions.Default;
        options.Check(ErrorDriftMonitor.MonitorName);
        ColumnHandle answer = RowLoss.Answers(builder, ErrorDriftMonitor.MonitorName);
        return builder.AddMonitor(_ =>
        {
            RowLoss.RequireOutcomes(builder, ErrorDriftMonitor.MonitorName);
            return new ErrorDriftMonitor(options, answer);
        });
    }
}
