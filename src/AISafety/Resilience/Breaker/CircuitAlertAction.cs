using AISafety.Alerts;

namespace AISafety.Resilience;

/// <summary>Holds the model back while conditions are there.</summary>
internal sealed class CircuitAlertAction(CircuitBreaker breaker) : IAlertAction
{
    public async ValueTask ApplyAsync(SafetyAlert alert, CancellationToken cancellationToken)
    {
        await breaker.Alerts.ApplyAsync(alert, cancellationToken).ConfigureAwait(false);
        breaker.AlertsChanged();
    }

    public async ValueTask RevertAsync(SafetyAlert alert, CancellationToken cancellationToken)
    {
        await breaker.Alerts.RevertAsync(alert, cancellationToken).ConfigureAwait(false);
        breaker.AlertsChanged();
    }
}
