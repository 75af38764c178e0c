using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using AISafety.Telemetry;

namespace AISafety.Evaluation.Rollout;

/// <summary>What a safe model's parts have counted, by the library's own metrics.</summary>
internal sealed class TrialCounts : IDisposable
{
    private static readonly Dictionary<string, (string First, string Second)> s_tags = new()
    {
        [SafetyTelemetry.AdmissionDenied] = (SafetyTelemetry.GuardTag, SafetyTelemetry.CodeTag),
        [SafetyTelemetry.CircuitTransitions] = (SafetyTelemetry.StateTag, SafetyTelemetry.ReasonTag),
        [SafetyTelemetry.ResilienceEvents] = (SafetyTelemetry.StrategyTag, SafetyTelemetry.EventTag),
    };

    private readonly ConcurrentDictionary<(string Instrument, string First, string Second), StrongBox<long>> _counts = new();
    private readonly MeterListener _listener = new();

    /// <summary>Begins to count.</summary>
    /// <param name="model">The safe model's name.</param>
    public TrialCounts(string model)
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == SafetyTelemetry.MeterName && s_tags.ContainsKey(instrument.Name))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, count, tags, _) =>
        {
            if (Value(tags, SafetyTelemetry.ModelTag) == model)
            {
                (string first, string second) = s_tags[instrument.Name];
                StrongBox<long> counted = _counts.GetOrAdd((instrument.Name, Value(tags, first), Value(tags, second)), static _ => new());
                Interlocked.Add(ref counted.Value, count);
            }
        });
        _listener.Start();
    }

    /// <summary>Everything that an instrument has counted, by its two tags.</summary>
    public IReadOnlyList<(string First, string Second, long Count)> Of(string instrument) =>
        [.. _counts.Where(one => one.Key.Instrument == instrument).Select(static one => (one.Key.First, one.Key.Second, one.Value.Value)).OrderBy(static one => one)];

    /// <summary>What an instrument has counted with the first tag.</summary>
    public long Of(string instrument, string first) => Of(instrument).Where(one => one.First == first).Sum(static one => one.Count);

    public void Dispose() => _listener.Dispose();

    private static string Value(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (KeyValuePair<string, object?> tag in tags)
        {
            if (tag.Key == name)
            {
                return tag.Value as string ?? "";
            }
        }

        return "";
    }
}
