using System.Diagnostics.Metrics;
using AISafety.Telemetry;
using Microsoft.Extensions.Logging;

namespace AISafety;

public sealed partial class SafetyBuilder<TIn, TOut>
{
    private bool _isNamed;
    private ILoggerFactory? _loggers;
    private IMeterFactory? _meters;
    private bool _includeExceptions;

    internal string Name { get; private set; } = "unnamed";

    internal Func<TIn, string>? RedactInput { get; private set; }

    /// <summary>Names the model in metrics, traces and logs. Default: <c>unnamed</c>. A model that is added by <c>AddModel</c> has its key as name.</summary>
    /// <exception cref="InvalidOperationException">The model has a name already, or the builder is frozen.</exception>
    public SafetyBuilder<TIn, TOut> UseName(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Thaw();
        RequireFirst(!_isNamed && Services is null, nameof(UseName));
        _isNamed = true;
        Name = name;
        return this;
    }

    /// <summary>Logs refusals, failures and alerts under the category <c>AISafety</c>, with stable event ids.</summary>
    /// <param name="loggers">Where the logger comes from. Without a call of this nothing is logged; a model that is added by <c>AddModel</c> logs by itself.</param>
    /// <param name="includeExceptions">Whether exceptions are logged with their text, which may hold what the call was about. Default: false, their type only.</param>
    public SafetyBuilder<TIn, TOut> UseLogging(ILoggerFactory loggers, bool includeExceptions = false)
    {
        ArgumentNullException.ThrowIfNull(loggers);
        Thaw();
        _loggers = loggers;
        _includeExceptions = includeExceptions;
        return this;
    }

    /// <summary>Logs the input of every call that is refused, in the words of <paramref name="redact"/>. Without this no input is ever logged.</summary>
    /// <param name="redact">Says what of an input may be logged: it must leave out whatever is sensitive. What it throws is logged as its type.</param>
    public SafetyBuilder<TIn, TOut> LogInputs(Func<TIn, string> redact)
    {
        ArgumentNullException.ThrowIfNull(redact);
        Thaw();
        RedactInput = redact;
        return this;
    }

    /// <summary>Takes the meter from a factory. Default: one meter of the process; a model that is added by <c>AddModel</c> uses the factory of its service provider.</summary>
    public SafetyBuilder<TIn, TOut> UseMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        Thaw();
        _meters = meters;
        return this;
    }

    internal ModelTelemetry CreateTelemetry() => new(
        Name,
        _meters is null ? SafetyMeter.Process : SafetyMeter.For(_meters.Create(SafetyTelemetry.MeterName)),
        _loggers is null ? SafetyLog.None : new(_loggers.CreateLogger(SafetyLog.Category), _includeExceptions));
}
