using System.Diagnostics;
using System.Diagnostics.Metrics;
using AISafety.Alerts;

namespace AISafety.Telemetry;

/// <summary>What one safe model tells the outside of itself. Costs next to nothing while nobody listens.</summary>
internal sealed class ModelTelemetry(string name, SafetyMeter meter, SafetyLog log)
{
    public static readonly ActivitySource Activities = new(SafetyTelemetry.ActivitySourceName);

    private static readonly string[] s_actions = ["cancelled", "allow", "flag", "replace", "review", "block"];
    private static readonly object s_true = true;
    private static readonly object s_false = false;
    private readonly List<(string Instrument, Func<double> Read, KeyValuePair<string, object?>? Tag)> _gauges = [];

    /// <summary>Of parts that are made without a safe model, as in tests.</summary>
    public static ModelTelemetry None => new("unnamed", SafetyMeter.Process, SafetyLog.None);

    public string Name => name;

    public SafetyLog Log => log;

    /// <summary>Reads the statistics of the model's monitors. Set before the model takes its first call.</summary>
    public Func<IReadOnlyList<MonitorStatistics>> Statistics { get; set; } = static () => [];

    /// <summary>Reads the statistics of the model's alerts. Set before the model takes its first call.</summary>
    public Func<AlertStatistics> AlertStatistics { get; set; } = static () => new(0, 0, 0, 0, 0, []);

    /// <summary>Whether anybody wants to know how long anything takes.</summary>
    public bool IsTimed => meter.CallDuration.Enabled || meter.GuardDuration.Enabled || meter.ModelDuration.Enabled;

    public static string TextOf(SafetyAction action) => (int)action < s_actions.Length ? s_actions[(int)action] : "block";

    /// <summary>What an observed instrument of a part shows of this model.</summary>
    public IEnumerable<Measurement<double>> Gauges(string instrument) => _gauges
        .Where(gauge => gauge.Instrument == instrument)
        .Select(gauge => gauge.Tag is { } tag ? new Measurement<double>(gauge.Read(), Model, tag) : new(gauge.Read(), Model));

    /// <summary>A part's counter; what is counted is tagged with the model.</summary>
    public Counter<long> Counter(string instrument, string unit, string description) => meter.CounterOf(instrument, unit, description);

    /// <summary>Has a part's state observed for as long as the safe model is there. Called while it is built.</summary>
    /// <param name="instrument">The instrument's name.</param>
    /// <param name="unit">Its unit.</param>
    /// <param name="description">Its description.</param>
    /// <param name="read">Reads the state; from any thread.</param>
    /// <param name="tag">What tells it from others of the same instrument and model.</param>
    public void Observe(string instrument, string unit, string description, Func<double> read, KeyValuePair<string, object?>? tag = null)
    {
        _gauges.Add((instrument, read, tag));
        meter.ObserveGauge(instrument, unit, description);
    }

    /// <summary>Counts something of a part, tagged with the model and <paramref name="tag"/>.</summary>
    public void Count(Counter<long> counter, KeyValuePair<string, object?> tag)
    {
        if (counter.Enabled)
        {
            QuietMeasure.Count(counter, [Model, tag]);
        }
    }

    /// <summary>Counts something of a part, tagged with the model and two tags.</summary>
    public void Count(Counter<long> counter, KeyValuePair<string, object?> first, KeyValuePair<string, object?> second)
    {
        if (counter.Enabled)
        {
            QuietMeasure.Count(counter, [Model, first, second]);
        }
    }

    public void Enter() => meter.Enter(this);

    public void Leave() => meter.Leave(this);

    /// <summary>Counts a call. <see cref="SafetyAction.NotEvaluated"/> is one that the caller cancelled.</summary>
    public void Ended(SafetyAction action, string servedBy)
    {
        if (meter.Calls.Enabled)
        {
            QuietMeasure.Count(meter.Calls, [Model, new(SafetyTelemetry.ActionTag, TextOf(action)), new(SafetyTelemetry.ServedByTag, servedBy)]);
        }
    }

    public void Took(SafetyAction action, double seconds)
    {
        if (meter.CallDuration.Enabled)
        {
            QuietMeasure.Record(meter.CallDuration, seconds, [Model, new(SafetyTelemetry.ActionTag, TextOf(action))]);
        }
    }

    public void GuardTook(string guard, double seconds)
    {
        if (meter.GuardDuration.Enabled)
        {
            QuietMeasure.Record(meter.GuardDuration, seconds, [Model, new(SafetyTelemetry.GuardTag, guard)]);
        }
    }

    public void ModelTook(string servedBy, double seconds)
    {
        if (meter.ModelDuration.Enabled)
        {
            QuietMeasure.Record(meter.ModelDuration, seconds, [Model, new(SafetyTelemetry.ServedByTag, servedBy)]);
        }
    }

    public void Judged(GuardTerms terms, SafetyAction action)
    {
        if (meter.Verdicts.Enabled)
        {
            QuietMeasure.Count(
                meter.Verdicts,
                [
                    Model,
                    new(SafetyTelemetry.GuardTag, terms.Name),
                    new(SafetyTelemetry.ActionTag, TextOf(action)),
                    new(SafetyTelemetry.ModeTag, terms.Mode == GuardMode.Enforce ? "enforce" : "report_only"),
                ]);
        }
    }

    public void FellBack(string fallback, bool answered)
    {
        if (meter.Fallbacks.Enabled)
        {
            QuietMeasure.Count(meter.Fallbacks, [Model, new(SafetyTelemetry.FallbackTag, fallback), new(SafetyTelemetry.AnsweredTag, answered ? s_true : s_false)]);
        }
    }

    public void SentToReview(bool accepted)
    {
        if (meter.Reviews.Enabled)
        {
            QuietMeasure.Count(meter.Reviews, [Model, new KeyValuePair<string, object?>(SafetyTelemetry.AcceptedTag, accepted ? s_true : s_false)]);
        }
    }

    public void Alerted(SafetyAlert alert)
    {
        CountAlert(alert.State == AlertState.Resolved ? meter.AlertsResolved : meter.Alerts, alert);
        log.AlertSent(name, alert);
    }

    /// <summary>A raise was only counted.</summary>
    public void AlertFolded(SafetyAlert alert) => CountAlert(meter.AlertsFolded, alert);

    private void CountAlert(Counter<long> counter, SafetyAlert alert)
    {
        if (counter.Enabled)
        {
            QuietMeasure.Count(
                counter,
                [
                    Model,
                    new(SafetyTelemetry.MonitorTag, alert.Monitor),
                    new(SafetyTelemetry.CodeTag, alert.Code),
                    new(SafetyTelemetry.SeverityTag, alert.Severity.ToString().ToLowerInvariant()),
                ]);
        }
    }

    private KeyValuePair<string, object?> Model => new(SafetyTelemetry.ModelTag, name);
}
