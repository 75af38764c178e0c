using System.Diagnostics;
using AISafety.Telemetry;

namespace AISafety.Incidents;

// What is counted and logged, by the telemetry of the model that it is about.
public sealed partial class IncidentDesk
{
    internal void Attach(ModelTelemetry telemetry)
    {
        _telemetry[telemetry.Name] = telemetry;
        foreach (IncidentSeverity severity in Enum.GetValues<IncidentSeverity>().Where(static one => one != IncidentSeverity.None))
        {
            telemetry.Observe(
                SafetyTelemetry.IncidentsOpen, "{incident}", "Incidents that are open.", () => _open.Count(telemetry.Name, severity), new(SafetyTelemetry.SeverityTag, TextOf(severity)));
        }

        telemetry.Observe(SafetyTelemetry.IncidentsPending, "{alert}", "Alerts and results that wait for the store of incidents.", () => _backlog.CountOf(telemetry.Name));
    }

    private void StoreFailed(string model, Exception exception)
    {
        _counts.Add(static now => now with { StoreFailures = now.StoreFailures + 1 });
        if (TelemetryOf(model) is { } telemetry)
        {
            telemetry.Log.IncidentStoreFailed(model, exception);
            telemetry.Count(telemetry.Counter(SafetyTelemetry.IncidentStoreFailures, "{failure}", "Times that the store of incidents failed."), new(SafetyTelemetry.ExceptionTag, exception.GetType().Name));
        }
    }

    private void Lose(IncidentBacklog.Item item)
    {
        _counts.Add(now => item.IsAlert ? now with { Lost = now.Lost + 1 } : now with { ResultsLost = now.ResultsLost + 1 });
        if (TelemetryOf(item.Model) is { } telemetry)
        {
            telemetry.Log.IncidentAlertLost(item.Model, item.What);
            telemetry.Count(telemetry.Counter(SafetyTelemetry.IncidentAlertsLost, "{alert}", "Alerts and results that were given up, for the store of incidents failed."), new(SafetyTelemetry.CodeTag, item.What));
        }
    }

    private void CountOpened(Incident? old, Incident next)
    {
        bool isBack = old is { IsOpen: false } && next.IsOpen;
        if (old is not null && !isBack)
        {
            return;
        }

        _counts.Add(now => isBack ? now with { Reopened = now.Reopened + 1 } : now with { Opened = now.Opened + 1 });
        if (TelemetryOf(next.Model) is { } telemetry)
        {
            telemetry.Log.IncidentOpened(next.Model, next.Id, next.Kind, (int)next.Severity, isBack ? "reopened" : "opened");
            telemetry.Count(
                isBack
                    ? telemetry.Counter(SafetyTelemetry.IncidentsReopened, "{incident}", "Incidents that were over and came back.")
                    : telemetry.Counter(SafetyTelemetry.IncidentsOpened, "{incident}", "Incidents that were opened."),
                new(SafetyTelemetry.SeverityTag, TextOf(next.Severity)),
                new(SafetyTelemetry.IncidentKindTag, next.Kind));
        }
    }

    private void CountContainment(Incident incident, string action, string result, string? failure)
    {
        _counts.Add(now => failure is not null ? now with { ContainmentFailed = now.ContainmentFailed + 1 }
            : result == "applied" ? now with { ContainmentApplied = now.ContainmentApplied + 1 } : now);
        if (TelemetryOf(incident.Model) is { } telemetry)
        {
            telemetry.Log.ContainmentDone(incident.Model, action, incident.Id, result, failure is not null);
            telemetry.Count(
                telemetry.Counter(SafetyTelemetry.Containment, "{action}", "Containment actions that were applied or undone, or failed."),
                new(SafetyTelemetry.ContainmentActionTag, action),
                new(SafetyTelemetry.ContainmentResultTag, result));
        }
    }

    private ModelTelemetry? TelemetryOf(string model) => _telemetry.GetValueOrDefault(model);

    private static string TextOf(IncidentSeverity severity) => severity switch
    {
        IncidentSeverity.Critical => "1",
        IncidentSeverity.Major => "2",
        IncidentSeverity.Moderate => "3",
        IncidentSeverity.Minor => "4",
        _ => throw new UnreachableException(),
    };
}
