using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AISafety.Telemetry;

/// <summary>What is logged, with stable event ids: docs/concepts/telemetry.md. Never an input or an output, nor the text of an exception, unless asked for.</summary>
internal sealed partial class SafetyLog(ILogger inner, bool includeExceptions)
{
    private readonly QuietLogger _logger = new(inner);

    public const string Category = "AISafety";

    public static SafetyLog None { get; } = new(NullLogger.Instance, false);

    public bool LogsRefusals => _logger.IsEnabled(LogLevel.Information);

    public void CallEnded(string model, CallId call, SafetyAction action, string servedBy, IReadOnlyList<Evidence> evidence, string? input)
    {
        if (action >= SafetyAction.Review && _logger.IsEnabled(LogLevel.Information))
        {
            string codes = Codes(evidence, GuardMode.Enforce);
            if (input is null)
            {
                Refused(_logger, model, call, action, codes, servedBy);
            }
            else
            {
                RefusedInput(_logger, model, call, action, codes, servedBy, input);
            }
        }
        else if (action is SafetyAction.Flag or SafetyAction.Replace && _logger.IsEnabled(LogLevel.Debug))
        {
            Changed(_logger, model, call, action, Codes(evidence, GuardMode.Enforce));
        }

        if (_logger.IsEnabled(LogLevel.Debug) && evidence.Any(static one => one.Mode == GuardMode.ReportOnly))
        {
            Reported(_logger, model, call, Codes(evidence, GuardMode.ReportOnly));
        }
    }

    public void GuardFailed(string model, CallId call, GuardTerms terms, Evidence evidence)
    {
        if (_logger.IsEnabled(LogLevel.Error))
        {
            GuardFailed(_logger, Kept(evidence.Exception), model, call, terms.Name, evidence.Code, TypeOf(evidence.Exception), terms.OnFailure);
        }
    }

    public void ModelFailed(string model, CallId call, Exception exception)
    {
        if (_logger.IsEnabled(LogLevel.Error))
        {
            ModelFailed(_logger, Kept(exception), model, call, TypeOf(exception));
        }
    }

    public void FallbackFailed(string model, CallId call, string fallback, Exception? exception)
    {
        if (_logger.IsEnabled(LogLevel.Error))
        {
            FallbackFailed(_logger, Kept(exception), model, call, fallback, TypeOf(exception));
        }
    }

    public void ReviewFailed(string model, CallId call, Evidence evidence)
    {
        if (_logger.IsEnabled(LogLevel.Error))
        {
            ReviewFailed(_logger, Kept(evidence.Exception), model, call, TypeOf(evidence.Exception));
        }
    }

    public void AlertSent(string model, SafetyAlert alert)
    {
        LogLevel level = alert.Severity switch
        {
            AlertSeverity.Critical => LogLevel.Critical,
            AlertSeverity.High => LogLevel.Error,
            AlertSeverity.Medium => LogLevel.Warning,
            _ => LogLevel.Information,
        };
        string feature = alert.Feature ?? "none";
        string metric = alert.Metric ?? "none";
        Exception? cause = Kept(alert.Exception);
        if (alert.State == AlertState.Resolved)
        {
            AlertOver(_logger, model, alert.Monitor, alert.Code, alert.Severity, alert.Message, feature, metric, alert.Resolution);
        }
        else
        {
            Alert(_logger, level, cause, model, alert.Monitor, alert.Code, alert.Severity, alert.State, alert.Message, feature, metric, alert.Value, alert.Threshold);
        }
    }

    public void AlertSinkFailed(string model, string sink, string code, Exception exception)
    {
        if (_logger.IsEnabled(LogLevel.Error))
        {
            SinkFailed(_logger, Kept(exception), model, sink, code, TypeOf(exception));
        }
    }

    public void AlertsDropped(string model, string sink) => Dropped(_logger, model, sink);

    public void AlertActionFailed(string model, string action, string code, Exception exception)
    {
        if (_logger.IsEnabled(LogLevel.Error))
        {
            ActionFailed(_logger, Kept(exception), model, action, code, TypeOf(exception));
        }
    }

    public void AlertHandlerFailed(string model, string code, Exception exception)
    {
        if (_logger.IsEnabled(LogLevel.Error))
        {
            HandlerFailed(_logger, Kept(exception), model, code, TypeOf(exception));
        }
    }

    public void SettingsReloaded(string model) => Reloaded(_logger, model);

    public void ReloadRefused(string reason) => Refused(_logger, reason);

    public void FlushFailed(string model, Exception exception)
    {
        if (_logger.IsEnabled(LogLevel.Error))
        {
            FlushFailed(_logger, Kept(exception), model, TypeOf(exception));
        }
    }

    public void ExpiryFailed(string model, Exception exception)
    {
        if (_logger.IsEnabled(LogLevel.Error))
        {
            ExpiryFailed(_logger, Kept(exception), model, TypeOf(exception));
        }
    }

    private static string Codes(IReadOnlyList<Evidence> evidence, GuardMode mode) =>
        string.Join(", ", evidence.Where(one => one.Mode == mode).Select(static one => one.Code).Distinct());

    // The status says whether the receiver refuses or is down, and nothing of the call.
    private static string TypeOf(Exception? exception) => exception switch
    {
        null => "none",
        HttpRequestException { StatusCode: { } status } => string.Create(CultureInfo.InvariantCulture, $"{exception.GetType().Name} {(int)status}"),
        _ => exception.GetType().Name,
    };

    /// <summary>An exception's text and data may hold what the call was about.</summary>
    private Exception? Kept(Exception? exception) => includeExceptions ? exception : null;

    [LoggerMessage(1, LogLevel.Information, "Model {Model}: call {CallId} ended with {Action} because of {Codes}; answered by {ServedBy}.", EventName = "CallRefused")]
    private static partial void Refused(ILogger logger, string model, CallId callId, SafetyAction action, string codes, string servedBy);

    [LoggerMessage(2, LogLevel.Information, "Model {Model}: call {CallId} ended with {Action} because of {Codes}; answered by {ServedBy}. Input, redacted: {Input}", EventName = "CallRefusedWithInput")]
    private static partial void RefusedInput(ILogger logger, string model, CallId callId, SafetyAction action, string codes, string servedBy, string input);

    [LoggerMessage(3, LogLevel.Debug, "Model {Model}: call {CallId} ended with {Action} because of {Codes}.", EventName = "CallChanged")]
    private static partial void Changed(ILogger logger, string model, CallId callId, SafetyAction action, string codes);

    [LoggerMessage(4, LogLevel.Debug, "Model {Model}: call {CallId} would have been stopped or changed because of {Codes}.", EventName = "CallReported")]
    private static partial void Reported(ILogger logger, string model, CallId callId, string codes);

    [LoggerMessage(5, LogLevel.Error, "Model {Model}: call {CallId}: guard {Guard} failed with {Code} ({Exception}); policy {Policy}.", EventName = "GuardFailed")]
    private static partial void GuardFailed(ILogger logger, Exception? cause, string model, CallId callId, string guard, string code, string exception, FailurePolicy policy);

    [LoggerMessage(6, LogLevel.Error, "Model {Model}: call {CallId}: the model threw {Exception}.", EventName = "ModelFailed")]
    private static partial void ModelFailed(ILogger logger, Exception? cause, string model, CallId callId, string exception);

    [LoggerMessage(7, LogLevel.Error, "Model {Model}: call {CallId}: fallback {Fallback} failed ({Exception}).", EventName = "FallbackFailed")]
    private static partial void FallbackFailed(ILogger logger, Exception? cause, string model, CallId callId, string fallback, string exception);

    [LoggerMessage(8, LogLevel.Error, "Model {Model}: call {CallId} could not be sent to review ({Exception}).", EventName = "ReviewFailed")]
    private static partial void ReviewFailed(ILogger logger, Exception? cause, string model, CallId callId, string exception);

    [LoggerMessage(EventId = 9, Message = "Model {Model}: monitor {Monitor}: {Code} ({Severity}, {State}): {Text} Feature {Feature}, metric {Metric}, value {Value}, threshold {Threshold}.", EventName = "AlertRaised")]
    private static partial void Alert(
        ILogger logger, LogLevel level, Exception? cause, string model, string monitor, string code, AlertSeverity severity, AlertState state, string text, string feature, string metric, double value, double threshold);

    [LoggerMessage(10, LogLevel.Error, "Model {Model}: a handler of alert {Code} threw {Exception}.", EventName = "AlertHandlerFailed")]
    private static partial void HandlerFailed(ILogger logger, Exception? cause, string model, string code, string exception);

    [LoggerMessage(11, LogLevel.Information, "Model {Model}: guard settings were reloaded.", EventName = "SettingsReloaded")]
    private static partial void Reloaded(ILogger logger, string model);

    [LoggerMessage(12, LogLevel.Error, "Settings were not reloaded, the old ones stay: {Reason}", EventName = "ReloadRefused")]
    private static partial void Refused(ILogger logger, string reason);

    [LoggerMessage(13, LogLevel.Error, "Model {Model}: what was recorded could not be handed to the monitors at shutdown ({Exception}).", EventName = "FlushFailed")]
    private static partial void FlushFailed(ILogger logger, Exception? cause, string model, string exception);

    [LoggerMessage(14, LogLevel.Error, "Model {Model}: reviews whose time is over could not be expired ({Exception}).", EventName = "ExpiryFailed")]
    private static partial void ExpiryFailed(ILogger logger, Exception? cause, string model, string exception);

    [LoggerMessage(15, LogLevel.Information, "Model {Model}: monitor {Monitor}: {Code} ({Severity}) is over ({Resolution}): {Text} Feature {Feature}, metric {Metric}.", EventName = "AlertResolved")]
    private static partial void AlertOver(
        ILogger logger, string model, string monitor, string code, AlertSeverity severity, string text, string feature, string metric, AlertResolution resolution);

    [LoggerMessage(16, LogLevel.Error, "Model {Model}: sink {Sink} failed to send alert {Code} ({Exception}).", EventName = "AlertSinkFailed")]
    private static partial void SinkFailed(ILogger logger, Exception? cause, string model, string sink, string code, string exception);

    [LoggerMessage(17, LogLevel.Warning, "Model {Model}: sink {Sink} does not keep up; alerts for it are dropped.", EventName = "AlertsDropped")]
    private static partial void Dropped(ILogger logger, string model, string sink);

    [LoggerMessage(18, LogLevel.Error, "Model {Model}: action {Action} on alert {Code} failed ({Exception}).", EventName = "AlertActionFailed")]
    private static partial void ActionFailed(ILogger logger, Exception? cause, string model, string action, string code, string exception);
}
