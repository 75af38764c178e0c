using AISafety.Alerts;
using AISafety.Incidents;
using AISafety.Telemetry;

namespace AISafety.Switches;

/// <summary>Denies every call while the switch is engaged, and has an alert open for as long.</summary>
internal sealed class KillSwitchGuard<TIn> : IAdmissionGuard<TIn>, IAdmitsAndForgets, IReportsHealth, IKillSwitchListener
{
    private static readonly Evidence s_engaged = new(KillSwitchAction.Code, "The kill switch is engaged: no call is let in until it is released.");

    private readonly KillSwitch _killSwitch;
    private readonly AlertPort _alerts;
    private readonly Denials _denials;

    private readonly Announcer _announcer;

    // What the open alert says; null if none is open. Of the one who tells.
    private KillSwitchState? _told;

    public KillSwitchGuard(KillSwitch killSwitch, BuildContext<TIn> build)
    {
        _killSwitch = killSwitch;
        _alerts = build.Alerts;
        _denials = new(build.Telemetry, killSwitch.Name);
        _announcer = new(() => Tell(_killSwitch.State));
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

    /// <remarks>Whoever comes while another is telling has that one look again. No lock is held, for a handler of alerts may wait for one who changes the switch.</remarks>
    public void Changed() => _announcer.Announce();

    private void Tell(KillSwitchState state)
    {
        KillSwitchState? told = _told;
        if (state.IsEngaged && !(told is not null && told.IsSameAs(state)))
        {
            _told = state;
            _alerts.Raise(Name, Alert(state) with { HasNews = told is not null });
        }
        else if (!state.IsEngaged && told is not null)
        {
            _told = null;
            _alerts.End(Name, KillSwitchAction.Code);
        }
    }

    private static SafetyAlert Alert(KillSwitchState state) => new(KillSwitchAction.Code, $"The kill switch was engaged by {state.Actor}: {state.Reason}", AlertSeverity.Critical)
    {
        Since = state.At,
        SuggestedAction = "Find out why, and release it by ReleaseAsync when the model may be asked again.",

        // Only its release ends it.
        ResolveAfter = TimeSpan.Zero,
        SetOffBy = ContainmentReason.Of(state.Actor, state.Reason),
    };
}
