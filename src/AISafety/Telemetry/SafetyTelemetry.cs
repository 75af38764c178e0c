namespace AISafety.Telemetry;

/// <summary>The names under which safe models can be watched. They do not change: dashboards and alarms depend on them.</summary>
/// <remarks>What each means, with its unit and tags: docs/concepts/telemetry.md.</remarks>
public static partial class SafetyTelemetry
{
    /// <summary>The name of the one meter: <c>AISafety</c>.</summary>
    public const string MeterName = "AISafety";

    /// <summary>The name of the one activity source: <c>AISafety</c>.</summary>
    public const string ActivitySourceName = "AISafety";

    /// <summary>Calls that have ended. Tags: model, action, served_by.</summary>
    public const string Calls = "aisafety.calls";

    /// <summary>Verdicts other than Allow. Tags: model, guard, action, mode.</summary>
    public const string Verdicts = "aisafety.verdicts";

    /// <summary>How long calls took, in seconds. Tags: model, action.</summary>
    public const string CallDuration = "aisafety.call.duration";

    /// <summary>How long guards took, in seconds. Tags: model, guard.</summary>
    public const string GuardDuration = "aisafety.guard.duration";

    /// <summary>How long the model took, in seconds. Tags: model, served_by.</summary>
    public const string ModelDuration = "aisafety.model.duration";

    /// <summary>Fallbacks that were asked. Tags: model, fallback, answered.</summary>
    public const string Fallbacks = "aisafety.fallbacks";

    /// <summary>Calls sent to human review. Tags: model, accepted.</summary>
    public const string Reviews = "aisafety.reviews";

    /// <summary>Alerts sent: conditions that came up, got worse, or are still there. Tags: model, monitor, code, severity.</summary>
    public const string Alerts = "aisafety.alerts";

    /// <summary>Raises of conditions that were known already, only counted. Tags: model, monitor, code, severity.</summary>
    public const string AlertsFolded = "aisafety.alerts.folded";

    /// <summary>Conditions that were over. Tags: model, monitor, code, severity.</summary>
    public const string AlertsResolved = "aisafety.alerts.resolved";

    /// <summary>Conditions that are there. Tags: model.</summary>
    public const string AlertsOpen = "aisafety.alerts.open";

    /// <summary>Alerts that a sink was not given. Tags: model, sink.</summary>
    public const string AlertsDropped = "aisafety.alerts.dropped";

    /// <summary>Alerts for which a sink threw. Tags: model, sink.</summary>
    public const string AlertsFailed = "aisafety.alerts.failed";

    /// <summary>Rows that wait for a monitor. Tags: model, monitor.</summary>
    public const string MonitorQueueLength = "aisafety.monitor.queue.length";

    /// <summary>Rows that a monitor never saw. Tags: model, monitor.</summary>
    public const string MonitorRowsDropped = "aisafety.monitor.rows.dropped";

    /// <summary>The activity of one call.</summary>
    public const string CallActivity = "aisafety.call";

    /// <summary>The activity of one batch.</summary>
    public const string BatchActivity = "aisafety.batch";

    /// <summary>The tag that names the model: what <see cref="SafetyBuilder{TIn, TOut}.UseName"/> said.</summary>
    public const string ModelTag = "aisafety.model";

    /// <summary>The tag that names the guard.</summary>
    public const string GuardTag = "aisafety.guard";

    /// <summary>The tag for an action: <c>allow</c>, <c>flag</c>, <c>replace</c>, <c>review</c>, <c>block</c>; <c>cancelled</c> for a call that the caller cancelled.</summary>
    public const string ActionTag = "aisafety.action";

    /// <summary>The tag for a guard's mode: <c>enforce</c> or <c>report_only</c>.</summary>
    public const string ModeTag = "aisafety.mode";

    /// <summary>The tag for who answered: <c>model</c>, an arm, a fallback's name, or <c>none</c>.</summary>
    public const string ServedByTag = "aisafety.served_by";

    /// <summary>The tag that names a fallback.</summary>
    public const string FallbackTag = "aisafety.fallback";

    /// <summary>Whether a fallback answered.</summary>
    public const string AnsweredTag = "aisafety.answered";

    /// <summary>Whether the review queue took the call.</summary>
    public const string AcceptedTag = "aisafety.accepted";

    /// <summary>The tag that names a monitor.</summary>
    public const string MonitorTag = "aisafety.monitor";

    /// <summary>The tag that names a sink of alerts.</summary>
    public const string SinkTag = "aisafety.sink";

    /// <summary>The tag for a stable code.</summary>
    public const string CodeTag = "aisafety.code";

    /// <summary>The tag for an alert's severity.</summary>
    public const string SeverityTag = "aisafety.severity";

    /// <summary>The tag for the codes of all evidence, on activities only.</summary>
    public const string CodesTag = "aisafety.codes";

    /// <summary>The tag for a call's id, on activities only.</summary>
    public const string CallIdTag = "aisafety.call_id";

    /// <summary>The tag for the number of rows of a batch, on activities only.</summary>
    public const string RowsTag = "aisafety.rows";
}
