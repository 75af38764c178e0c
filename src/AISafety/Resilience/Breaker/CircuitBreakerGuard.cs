using AISafety.Alerts;
using AISafety.Telemetry;

namespace AISafety.Resilience;

/// <summary>Denies calls while the circuit is not closed, but for those by which the model is tried, and tells it how calls ended.</summary>
/// <param name="breaker">The circuit breaker.</param>
/// <param name="alerts">Denies calls while a condition holds the model back; null without.</param>
/// <param name="telemetry">Counts what is denied.</param>
internal sealed class CircuitBreakerGuard<TIn>(CircuitBreaker breaker, AlertBreakerGuard<TIn>? alerts, ModelTelemetry telemetry) : IAdmissionGuard<TIn>, IReportsHealth
{
    private readonly Denials _denials = new(telemetry, CircuitBreaker.PartName);

    public string Name => CircuitBreaker.PartName;

    public ValueTask<Admission> AdmitAsync(TIn input, SafetyContext context) =>
        breaker.IsClosed ? new(Admission.Grant()) : AdmitSlowly(input, context);

    public void Completed(in CallSummary call) => breaker.Completed(call);

    public PartHealth GetHealth() => breaker.GetHealth();

    private ValueTask<Admission> AdmitSlowly(TIn input, SafetyContext context)
    {
        if (breaker.Deny(context.CallId) is { } evidence)
        {
            return new(_denials.Deny(evidence));
        }

        // The circuits come first: a call that they deny is none of those by which a condition is looked at again.
        return alerts is null || alerts.Admits(context.CallId)
            ? new(Admission.Grant())
            : new(_denials.Deny(new(EvidenceCodes.CircuitOpen, $"The circuit breaker holds the model back. {breaker.Reason}".TrimEnd())));
    }
}
