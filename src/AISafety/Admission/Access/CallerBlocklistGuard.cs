using AISafety.Telemetry;

namespace AISafety.Access;

/// <summary>Denies calls of callers that are blocked.</summary>
internal sealed class CallerBlocklistGuard<TIn> : IAdmissionGuard<TIn>, IAdmitsAndForgets
{
    private readonly CallerBlocklist _blocklist;
    private readonly Denials _denials;

    public CallerBlocklistGuard(CallerBlocklist blocklist, BuildContext<TIn> build)
    {
        _blocklist = blocklist;
        _denials = new(build.Telemetry, blocklist.Name);
        build.Telemetry.Observe(SafetyTelemetry.CallersBlocked, "{caller}", "Callers that are blocked.", () => blocklist.Count, new(SafetyTelemetry.GuardTag, blocklist.Name));
    }

    public string Name => _blocklist.Name;

    public ValueTask<Admission> AdmitAsync(TIn input, SafetyContext context) =>
        new(_blocklist.Find(context.Call.Caller) is { } blocked
            ? _denials.Deny(new("caller.blocked", "The caller is blocked.") { RetryAfter = _blocklist.Left(blocked) })
            : Admission.Grant());

    public void Completed(in CallSummary call)
    {
    }
}
