using System.Diagnostics.Metrics;
using AISafety.Telemetry;

namespace AISafety.Resilience;

/// <summary>Counts what a strategy does.</summary>
internal sealed class StrategyEvents(ModelTelemetry telemetry, string strategy)
{
    private readonly Counter<long> _counter = telemetry.Counter(SafetyTelemetry.ResilienceEvents, "{event}", "What strategies around the model have done.");
    private readonly KeyValuePair<string, object?> _strategy = new(SafetyTelemetry.StrategyTag, strategy);

    public void Count(string what) => telemetry.Count(_counter, _strategy, new(SafetyTelemetry.EventTag, what));

    /// <summary>The same, where Polly would wait for it.</summary>
    public ValueTask CountAsync(string what)
    {
        Count(what);
        return default;
    }
}
