using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using AISafety.Alerts;

namespace AISafety.Telemetry;

/// <summary>The instruments, once a meter, for all safe models that use it.</summary>
internal sealed class SafetyMeter
{
    private static readonly ConditionalWeakTable<Meter, SafetyMeter> s_meters = [];

    // Observed instruments ask whoever is here; a model leaves when it is disposed of.
    private readonly ConcurrentDictionary<ModelTelemetry, byte> _models = [];

    // The instruments of parts, by their names.
    private readonly ConcurrentDictionary<string, Counter<long>> _counters = [];
    private readonly ConcurrentDictionary<string, ObservableGauge<double>> _gauges = [];
    private readonly Meter _meter;

    private SafetyMeter(Meter meter)
    {
        _meter = meter;
        Calls = meter.CreateCounter<long>(SafetyTelemetry.Calls, "{call}", "Calls that have ended.");
        Verdicts = meter.CreateCounter<long>(SafetyTelemetry.Verdicts, "{verdict}", "Verdicts other than Allow.");
        CallDuration = meter.CreateHistogram(SafetyTelemetry.CallDuration, "s", "How long calls took.", advice: Seconds);
        GuardDuration = meter.CreateHistogram(SafetyTelemetry.GuardDuration, "s", "How long guards took.", advice: Seconds);
        ModelDuration = meter.CreateHistogram(SafetyTelemetry.ModelDuration, "s", "How long the model took.", advice: Seconds);
        Fallbacks = meter.CreateCounter<long>(SafetyTelemetry.Fallbacks, "{call}", "Fallbacks that were asked.");
        Reviews = meter.CreateCounter<long>(SafetyTelemetry.Reviews, "{call}", "Calls sent to human review.");
        Alerts = meter.CreateCounter<long>(SafetyTelemetry.Alerts, "{alert}", "Alerts sent: conditions that came up, got worse, or are still there.");
        AlertsFolded = meter.CreateCounter<long>(SafetyTelemetry.AlertsFolded, "{alert}", "Raises of conditions that were known already, only counted.");
        AlertsResolved = meter.CreateCounter<long>(SafetyTelemetry.AlertsResolved, "{alert}", "Conditions that were over.");
        meter.CreateObservableGauge(SafetyTelemetry.AlertsOpen, ObserveOpen, "{alert}", "Conditions that are there.");
        meter.CreateObservableCounter(
            SafetyTelemetry.AlertsDropped, () => ObserveSinks(static sink => sink.Dropped), "{alert}", "Alerts that a sink was not given.");
        meter.CreateObservableCounter(
            SafetyTelemetry.AlertsFailed, () => ObserveSinks(static sink => sink.Failed), "{alert}", "Alerts for which a sink threw.");
        meter.CreateObservableGauge(
            SafetyTelemetry.MonitorQueueLength, () => Observe(static monitor => monitor.Pending), "{row}", "Rows that wait for a monitor.");
        meter.CreateObservableCounter(
            SafetyTelemetry.MonitorRowsDropped, () => Observe(static monitor => monitor.Dropped), "{row}", "Rows that a monitor never saw.");
    }

    /// <summary>The instruments of the process, for safe models that are not made by a service provider.</summary>
    public static SafetyMeter Process => ProcessMeter.Instance;

    public Counter<long> Calls { get; }

    public Counter<long> Verdicts { get; }

    public Histogram<double> CallDuration { get; }

    public Histogram<double> GuardDuration { get; }

    public Histogram<double> ModelDuration { get; }

    public Counter<long> Fallbacks { get; }

    public Counter<long> Reviews { get; }

    public Counter<long> Alerts { get; }

    public Counter<long> AlertsFolded { get; }

    public Counter<long> AlertsResolved { get; }

    // From a microsecond, a guard's time, to ten seconds, a language model's.
    private static InstrumentAdvice<double> Seconds => new()
    {
        HistogramBucketBoundaries = [1e-6, 5e-6, 2.5e-5, 1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 1e-2, 2.5e-2, 5e-2, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    /// <summary>The instruments of a meter; made once, whoever asks.</summary>
    public static SafetyMeter For(Meter meter)
    {
        lock (s_meters)
        {
            return s_meters.GetValue(meter, static one => new(one));
        }
    }

    public Counter<long> CounterOf(string name, string unit, string description)
    {
        lock (_counters)
        {
            return _counters.GetOrAdd(name, one => _meter.CreateCounter<long>(one, unit, description));
        }
    }

    public void ObserveGauge(string name, string unit, string description)
    {
        lock (_gauges)
        {
            _gauges.GetOrAdd(name, one => _meter.CreateObservableGauge(one, () => _models.Keys.SelectMany(model => model.Gauges(one)), unit, description));
        }
    }

    public void Enter(ModelTelemetry model) => _models.TryAdd(model, 0);

    public void Leave(ModelTelemetry model) => _models.TryRemove(model, out _);

    private List<Measurement<long>> Observe(Func<MonitorStatistics, long> read)
    {
        List<Measurement<long>> measurements = [];
        foreach ((ModelTelemetry model, _) in _models)
        {
            foreach (MonitorStatistics monitor in model.Statistics())
            {
                measurements.Add(new(read(monitor), new(SafetyTelemetry.ModelTag, model.Name), new(SafetyTelemetry.MonitorTag, monitor.Monitor)));
            }
        }

        return measurements;
    }

    private List<Measurement<long>> ObserveSinks(Func<AlertSinkStatistics, long> read)
    {
        List<Measurement<long>> measurements = [];
        foreach ((ModelTelemetry model, _) in _models)
        {
            foreach (AlertSinkStatistics sink in model.AlertStatistics().Sinks)
            {
                measurements.Add(new(read(sink), new(SafetyTelemetry.ModelTag, model.Name), new(SafetyTelemetry.SinkTag, sink.Sink)));
            }
        }

        return measurements;
    }

    private IEnumerable<Measurement<long>> ObserveOpen() =>
        _models.Keys.Select(static model => new Measurement<long>(model.AlertStatistics().Open, new KeyValuePair<string, object?>(SafetyTelemetry.ModelTag, model.Name)));

    // Made when it is first asked for: an application whose meters come from a factory has no second set of instruments.
    private static class ProcessMeter
    {
        public static readonly SafetyMeter Instance = For(new Meter(SafetyTelemetry.MeterName));
    }
}
