namespace AISafety.Telemetry;

// Incidents.
public static partial class SafetyTelemetry
{
    /// <summary>Incidents that are open, as the desk last saw them. Tags: model, severity (1 to 4).</summary>
    public const string IncidentsOpen = "aisafety.incidents.open";

    /// <summary>Incidents that were opened. Tags: model, severity (1 to 4), kind.</summary>
    public const string IncidentsOpened = "aisafety.incidents.opened";

    /// <summary>Incidents that were over and came back. Tags: model, severity (1 to 4), kind.</summary>
    public const string IncidentsReopened = "aisafety.incidents.reopened";

    /// <summary>Alerts and results that wait for the store of incidents. Tags: model.</summary>
    public const string IncidentsPending = "aisafety.incidents.pending";

    /// <summary>Alerts and results that were given up, for the store of incidents failed. Tags: model, code.</summary>
    public const string IncidentAlertsLost = "aisafety.incidents.alerts.lost";

    /// <summary>Times that the store of incidents failed. Tags: model, exception.</summary>
    public const string IncidentStoreFailures = "aisafety.incidents.store.failures";

    /// <summary>Containment actions that were applied or undone, or failed. Tags: model, containment_action, containment_result.</summary>
    public const string Containment = "aisafety.containment";

    /// <summary>The tag for the kind of an incident.</summary>
    public const string IncidentKindTag = "aisafety.incident_kind";

    /// <summary>The tag that names a containment action.</summary>
    public const string ContainmentActionTag = "aisafety.containment_action";

    /// <summary>The tag for what became of a containment action: <c>applied</c>, <c>failed</c>, <c>undone</c>, <c>undo_failed</c>.</summary>
    public const string ContainmentResultTag = "aisafety.containment_result";

    /// <summary>The tag for the type of what was thrown.</summary>
    public const string ExceptionTag = "aisafety.exception";
}
