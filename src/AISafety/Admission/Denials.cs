using System.Diagnostics.Metrics;
using AISafety.Telemetry;

namespace AISafety;

/// <summary>Denies calls for one guard, and counts them by code.</summary>
internal sealed class Denials(ModelTelemetry telemetry, string guard)
{
    private readonly Counter<long> _denied = telemetry.Counter(SafetyTelemetry.AdmissionDenied, "{call}", "Calls that an admission guard denied, enforced or only reported.");
    private readonly KeyValuePair<string, object?> _guard = new(SafetyTelemetry.GuardTag, guard);

    public Admission Deny(Evidence evidence)
    {
        telemetry.Count(_denied, _guard, new(SafetyTelemetry.CodeTag, evidence.Code));
        return Admission.Deny(evidence);
    }
}
