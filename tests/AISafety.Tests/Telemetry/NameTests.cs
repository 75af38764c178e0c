using System.Reflection;
using AISafety.Telemetry;

namespace AISafety.Tests.Telemetry;

/// <summary>The names are a promise: docs/concepts/telemetry.md lists each, and none may change.</summary>
[TestFixture]
public sealed class NameTests
{
    private static readonly string[] s_names =
    [
        "AISafety", "aisafety.accepted", "aisafety.action", "aisafety.admission.denied", "aisafety.alerts", "aisafety.alerts.dropped", "aisafety.alerts.failed",
        "aisafety.alerts.folded", "aisafety.alerts.open", "aisafety.alerts.resolved", "aisafety.answered", "aisafety.batch", "aisafety.bulkhead.queued",
        "aisafety.bulkhead.running", "aisafety.call", "aisafety.call.duration", "aisafety.call_id", "aisafety.callers.blocked", "aisafety.calls", "aisafety.change",
        "aisafety.circuit.state", "aisafety.circuit.transitions", "aisafety.code", "aisafety.codes", "aisafety.concurrency.running", "aisafety.concurrency.waiting",
        "aisafety.containment", "aisafety.containment_action", "aisafety.containment_result", "aisafety.degradation.fallthroughs", "aisafety.degradation.moves",
        "aisafety.degradation.rung", "aisafety.event", "aisafety.exception", "aisafety.fallback", "aisafety.fallbacks", "aisafety.guard", "aisafety.guard.duration",
        "aisafety.incident_kind", "aisafety.incidents.alerts.lost", "aisafety.incidents.open", "aisafety.incidents.opened", "aisafety.incidents.pending",
        "aisafety.incidents.reopened", "aisafety.incidents.store.failures", "aisafety.killswitch.engaged", "aisafety.mode", "aisafety.model", "aisafety.model.duration",
        "aisafety.monitor", "aisafety.monitor.queue.length", "aisafety.monitor.rows.dropped", "aisafety.ratelimit.callers", "aisafety.reason",
        "aisafety.resilience.events", "aisafety.reviews", "aisafety.rollout.changes", "aisafety.rollout.harm", "aisafety.rollout.keys", "aisafety.rollout.refusals",
        "aisafety.rollout.share", "aisafety.rollout.status", "aisafety.rows", "aisafety.rung", "aisafety.served_by", "aisafety.severity", "aisafety.shadow",
        "aisafety.shadow.abandoned", "aisafety.shadow.calls", "aisafety.shadow.disagreement", "aisafety.shadow.outcome", "aisafety.shadow.pending", "aisafety.sink",
        "aisafety.state", "aisafety.strategy", "aisafety.verdicts",
    ];

    private static readonly string[] s_events =
    [
        "1 CallRefused Information", "2 CallRefusedWithInput Information", "3 CallChanged Debug", "4 CallReported Debug", "5 GuardFailed Error", "6 ModelFailed Error", "7 FallbackFailed Error",
        "8 ReviewFailed Error", "9 AlertRaised None", "10 AlertHandlerFailed Error", "11 SettingsReloaded Information", "12 ReloadRefused Error", "13 FlushFailed Error", "14 ExpiryFailed Error",
        "15 AlertResolved Information", "16 AlertSinkFailed Error", "17 AlertsDropped Warning", "18 AlertActionFailed Error",
        "40 IncidentOpened Warning", "41 IncidentStoreFailed Error", "42 IncidentAlertLost Error", "43 IncidentRuleFailed Error", "44 ContainmentDone None",
    ];

    private static readonly string s_page = File.ReadAllText(Path.Combine(Root(), "docs", "concepts", "telemetry.md"));

    private static IEnumerable<string> Names() => typeof(SafetyTelemetry).GetFields().Select(field => (string)field.GetRawConstantValue()!).Distinct();

    private static IEnumerable<Microsoft.Extensions.Logging.LoggerMessageAttribute> Events() =>
        typeof(SafetyLog).GetMethods(BindingFlags.NonPublic | BindingFlags.Static)
            .Select(method => method.GetCustomAttribute<Microsoft.Extensions.Logging.LoggerMessageAttribute>())
            .OfType<Microsoft.Extensions.Logging.LoggerMessageAttribute>();

    [Test]
    public void Names_are_what_they_have_always_been() => Assert.That(Names().Order(StringComparer.Ordinal), Is.EqualTo(s_names.Order(StringComparer.Ordinal)));

    [Test]
    public void Names_are_on_the_page_that_documents_them() => Assert.That(Names().Where(name => !s_page.Contains($"`{name}`", StringComparison.Ordinal)), Is.Empty);

    [Test]
    public void Events_are_what_they_have_always_been() =>
        Assert.That(Events().OrderBy(one => one.EventId).Select(one => $"{one.EventId} {one.EventName} {one.Level}"), Is.EqualTo(s_events));

    [Test]
    public void Events_are_on_the_page_that_documents_them() =>
        Assert.That(Events().Where(one => !s_page.Contains($"| {one.EventId} | `{one.EventName}`", StringComparison.Ordinal)).Select(one => one.EventName), Is.Empty);

    private static string Root()
    {
        string folder = TestContext.CurrentContext.TestDirectory;
        while (!File.Exists(Path.Combine(folder, "Directory.Packages.props")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
