using System.Globalization;

namespace AISafety.Alerts;

/// <summary>Denies calls while its breaker is open, but for those by which the model is tried.</summary>
/// <param name="breaker">The breaker, which other safe models may share.</param>
/// <param name="trialAfter">How long the model is held before it is tried; null for never.</param>
/// <param name="build">The safe model: its clock, by which its alerts are raised, and what counts denials.</param>
internal sealed class AlertBreakerGuard<TIn>(AlertBreaker breaker, TimeSpan? trialAfter, BuildContext<TIn> build) : IAdmissionGuard<TIn>, IAdmitsAndForgets, IReportsHealth
{
    private const string GuardName = "alert-breaker";

    private readonly TimeProvider _timeProvider = build.TimeProvider;
    private readonly Denials _denials = new(build.Telemetry, GuardName);
    private readonly BreakerTrial? _trial = trialAfter is { } wait && breaker.TrialCalls > 0 ? new(wait, breaker.TrialCalls) : null;

    // What the ids of this model's alerts begin with; known from its first call that is denied.
    private string? _instance;

    public string Name => GuardName;

    public ValueTask<Admission> AdmitAsync(TIn input, SafetyContext context) =>
        new(breaker.Reason is { } reason && !IsTried(context.CallId) ? _denials.Deny(reason) : Admission.Grant());

    /// <summary>Whether a call is not held back.</summary>
    public bool Admits(CallId call) => !breaker.IsOpen || IsTried(call);

    public void Completed(in CallSummary call)
    {
    }

    public PartHealth GetHealth() => breaker.Reason is { } reason
        ? new(Name, HealthState.Unhealthy, reason.Message)
        : new(Name, HealthState.Healthy, "Calls are admitted.");

    private bool IsTried(CallId call) =>
        _trial is not null
        && breaker.HeldSince(_instance ??= call.Nonce.ToString(AlertGate.InstanceFormat, CultureInfo.InvariantCulture)) is { } since
        && _trial.Admits(since, _timeProvider.GetUtcNow());
}
