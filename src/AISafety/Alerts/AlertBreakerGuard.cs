namespace AISafety.Alerts;

/// <summary>Denies calls while its breaker is open.</summary>
internal sealed class AlertBreakerGuard<TIn>(AlertBreaker breaker) : IAdmissionGuard<TIn>
{
    public string Name => "alert-breaker";

    public ValueTask<Admission> AdmitAsync(TIn input, SafetyContext context) =>
        new(breaker.Reason is { } reason ? Admission.Deny(reason) : Admission.Grant());

    public void Completed(in CallSummary call)
    {
    }
}
