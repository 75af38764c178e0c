using AISafety.Alerts;
using AISafety.Telemetry;

namespace AISafety.Switches;

/// <summary>Denies every call while the switch is engaged, and has an alert open for as long.</summary>
internal sealed class KillSwitchGuard<TIn> : IAdmissionGuard<TIn>, IReportsHealth, IKillSwitchListener
{
    private static readonly Evidence s_engaged = new(KillSwitchAction.Code, "The kill switch is engaged: no call is let in until it is released.");

    private readonly KillSwitch _killSwitch;
    private readonly AlertPort _alerts;
    private readonly Denials _denials;
    private readonly Lock _lock = new();
    private KillSwitchState? _raised;

    public KillSwitchGuard(KillSwitch killSwitch, BuildContext<TIn> build)
    {
        _killSwitch = killSwitch;
        _alerts = build.Alerts;
        _denials = new(build.Telemetry, killSwitch.Name);
        build.Telemetry.Observe(
            SafetyTelemetry.KillSwitchEngaged, "1", "1 while a kill switch is engaged, else 0.", () => killSwitch.IsEngaged ? 1 : 0, new(SafetyTelemetry.GuardTag, killSwitch.Name));
        killSwitch.Tell(this);
    }

    public string Name => _killSwitch.Name;

    public ValueTask<Admission> AdmitAsync(TIn input, SafetyContext context) => new(_killSwitch.IsEngaged ? _denials.Deny(s_engaged) : Admission.Grant());

    public void Completed(in CallSummary call)
    {
    }

    public PartHealth GetHealth() => _killSwitch.GetHealth();

    public void Changed()
    {
        lock (_lock)
        {
            KillSwitchState state = _killSwitch.State;
            if (state.IsEngaged && !(_raised is { } raised && raised.IsSameAs(state)))
            {
                _alerts.Raise(Name, Alert(state) with { HasNews = _raised is not null });
                _raised = state;
            }
            else if (!state.IsEngaged && _raised is not null)
            {
                _alerts.End(Name, KillSwitchAction.Code);
                _raised = null;
            }
        }
    }

    private static SafetyAlert Alert(KillSwitchState state) => new(KillSwitchAction.Code, $"The kill switch was engaged by {state.Actor}: {state.Reason}", AlertSeverity.Critical)
    {
        Since = state.At,
        SuggestedAction = "Find out why, and release it by ReleaseAsync when the model may be asked again.",

        // Only its release ends it.
        ResolveAfter = TimeSpan.Zero,
    };
}
