using Microsoft.Extensions.Logging;

namespace AISafety.Telemetry;

// Incidents.
internal sealed partial class SafetyLog
{
    public void IncidentOpened(string model, string id, string kind, int severity, string what) => IncidentOpened(_logger, model, id, kind, severity, what);

    public void IncidentStoreFailed(string model, Exception exception)
    {
        if (_logger.IsEnabled(LogLevel.Error))
        {
            IncidentStoreFailed(_logger, Kept(exception), model, TypeOf(exception));
        }
    }

    public void IncidentAlertLost(string model, string what) => IncidentAlertLost(_logger, model, what);

    public void IncidentRuleFailed(string model, Exception exception)
    {
        if (_logger.IsEnabled(LogLevel.Error))
        {
            IncidentRuleFailed(_logger, Kept(exception), model, TypeOf(exception));
        }
    }

    public void ContainmentDone(string model, string action, string id, string result, bool isFailure) =>
        ContainmentDone(_logger, isFailure ? LogLevel.Error : LogLevel.Warning, model, action, id, result);

    [LoggerMessage(40, LogLevel.Warning, "Model {Model}: incident {Incident} of kind {Kind}, severity {Severity}, was {What}.", EventName = "IncidentOpened")]
    private static partial void IncidentOpened(ILogger logger, string model, string incident, string kind, int severity, string what);

    [LoggerMessage(41, LogLevel.Error, "Model {Model}: the store of incidents failed ({Exception}); what is to be written waits.", EventName = "IncidentStoreFailed")]
    private static partial void IncidentStoreFailed(ILogger logger, Exception? cause, string model, string exception);

    [LoggerMessage(42, LogLevel.Error, "Model {Model}: {What} is in no incident: the store failed for too long.", EventName = "IncidentAlertLost")]
    private static partial void IncidentAlertLost(ILogger logger, string model, string what);

    [LoggerMessage(43, LogLevel.Error, "Model {Model}: a function of the incident options threw {Exception}; the default is taken.", EventName = "IncidentRuleFailed")]
    private static partial void IncidentRuleFailed(ILogger logger, Exception? cause, string model, string exception);

    [LoggerMessage(EventId = 44, Message = "Model {Model}: containment action {Action} of incident {Incident}: {Result}.", EventName = "ContainmentDone")]
    private static partial void ContainmentDone(ILogger logger, LogLevel level, string model, string action, string incident, string result);
}
