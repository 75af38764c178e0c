using AISafety.Alerts;
using AISafety.Drift;
using AISafety.Resilience;

namespace AISafety;

/// <summary>Adds a circuit breaker.</summary>
public static class CircuitBreakerExtensions
{
    /// <summary>Holds the model back when too many of its calls go wrong, by exceptions and by safety outcomes: calls are denied with <c>circuit.open</c>, so that the fallback chain answers. Admission guard
    /// <c>circuit-breaker</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="options">What opens it, for how long, and how the model is tried again; null for the defaults.</param>
    /// <param name="handle">By which a person sees and moves it; null (default) for none. Of one Build only.</param>
    /// <remarks>
    /// <para>What counts is how calls that reached the model ended. A call that the caller cancelled, or that was refused before the model was asked, counts for nothing, and as a probe gives its place to another.</para>
    /// <para>Alert <c>circuit.open</c> while it is not closed.</para>
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    /// <exception cref="SafetyBuildException">An option is out of range, or the model has a circuit breaker already; at Build: there are no outcomes for <see cref="CircuitBreakerOptions.ErrorRatio"/>, or <paramref name="handle"/> is of another safe model.</exception>
    public static SafetyBuilder<TIn, TOut> AddCircuitBreaker<TIn, TOut>(
        this SafetyBuilder<TIn, TOut> builder, CircuitBreakerOptions? options = null, CircuitBreakerHandle? handle = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        options ??= CircuitBreakerOptions.Default;
        options.Check();
        builder.RequireOnly(nameof(AddCircuitBreaker), "one circuit breaker, which may open for several reasons");
        object key = new();
        if (options.ErrorRatio is not null)
        {
            ColumnHandle answer = RowLoss.Answers(builder, CircuitBreaker.PartName);
            builder.AddMonitor(build =>
            {
                RowLoss.RequireOutcomes(builder, CircuitBreaker.PartName);
                return new CircuitLabelMonitor(Of(build).Errors!, answer, options.ErrorTolerance);
            });
        }

        if (options.When is { } when)
        {
            builder.OnAlert(alert => alert.Monitor != CircuitBreaker.PartName && when(alert), build => new CircuitAlertAction(Of(build)));
        }

        return builder.AddAdmissionGuard(
            build =>
            {
                CircuitBreaker breaker = Of(build);
                handle?.Attach(breaker);
                return new CircuitBreakerGuard<TIn>(
                    breaker, options.When is null ? null : new AlertBreakerGuard<TIn>(breaker.Alerts, builder.AlertOptions.ResolveAfter, build), build.Telemetry);
            },
            options);

        CircuitBreaker Of(BuildContext<TIn> build) => build.Shared(key, () => new CircuitBreaker(options, build.TimeProvider, build.Telemetry, build.Alerts));
    }
}
