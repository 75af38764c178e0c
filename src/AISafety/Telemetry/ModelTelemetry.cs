using System.Diagnostics;

namespace AISafety.Telemetry;

/// <summary>What one safe model tells the outside of itself. Costs next to nothing while nobody listens.</summary>
internal sealed class ModelTelemetry(string name, SafetyMeter meter, SafetyLog log)
{
    public static readonly ActivitySource Activities = new(SafetyTelemetry.ActivitySourceName);

    private static readonly string[] s_actions = ["cancelled", "allow", "flag", "replace", "review", "block"];
    private static readonly object s_true = true;
    private static readonly object s_false = false;

    public string Name => name;

    public SafetyLog Log => log;

    /// <summary>Reads the statistics of the model's monitors. Set before the model takes its first call.</summary>
    public Func<IReadOnlyList<MonitorStatistics>> Statistics { get; set; } = static () => [];

    /// <summary>Whether anybody wants to know how long anything takes.</summary>
    public bool IsTimed => meter.CallDuration.Enabled || meter.GuardDuration.Enabled || meter.ModelDuration.Enabled;

    public static string TextOf(SafetyAction action) => (int)action < s_actions.Length ? s_actions[(int)action] : "block";

    public void Enter() => meter.Enter(this);

    public void Leave() => meter.Leave(this);

    /// <summary>Counts a call. <see cref="SafetyAction.NotEvaluated"/> is one that the caller cancelled.</summary>
    public void Ended(SafetyAction action, string servedBy)
    {
        if (meter.Calls.Enabled)
        {
            meter.Calls.Add(1, Model, new(SafetyTelemetry.ActionTag, TextOf(action)), new(SafetyTelemetry.ServedByTag, servedBy));
        }
    }

    public void Took(SafetyAction action, double seconds)
    {
        if (meter.CallDuration.Enabled)
        {
            meter.CallDuration.Record(seconds, Model, new(SafetyTelemetry.ActionTag, TextOf(action)));
        }
    }

    public void GuardTook(string guard, double seconds)
    {
        if (meter.GuardDuration.Enabled)
        {
            meter.GuardDuration.Record(seconds, Model, new(SafetyTelemetry.GuardTag, guard));
        }
    }

    public void ModelTook(string servedBy, double seconds)
    {
        if (meter.ModelDuration.Enabled)
        {
            meter.ModelDuration.Record(seconds, Model, new(SafetyTelemetry.ServedByTag, servedBy));
        }
    }

    public void Judged(GuardTerms terms, SafetyAction action)
    {
        if (meter.Verdicts.Enabled)
        {
            meter.Verdicts.Add(
                1,
                Model,
                new(SafetyTelemetry.GuardTag, terms.Name),
                new(SafetyTelemetry.ActionTag, TextOf(action)),
                new(SafetyTelemetry.ModeTag, terms.Mode == GuardMode.Enforce ? "enforce" : "report_only"));
        }
    }

    public void FellBack(string fallback, bool answered)
    {
        if (meter.Fallbacks.Enabled)
        {
            meter.Fallbacks.Add(1, Model, new(SafetyTelemetry.FallbackTag, fallback), new(SafetyTelemetry.AnsweredTag, answered ? s_true : s_false));
        }
    }

    public void SentToReview(bool accepted)
    {
        if (meter.Reviews.Enabled)
        {
            meter.Reviews.Add(1, Model, new KeyValuePair<string, object?>(SafetyTelemetry.AcceptedTag, accepted ? s_true : s_false));
        }
    }

    public void Alerted(SafetyAlert alert)
    {
        if (meter.Alerts.Enabled)
        {
            meter.Alerts.Add(
                1,
                Model,
                new(SafetyTelemetry.MonitorTag, alert.Monitor),
                new(SafetyTelemetry.CodeTag, alert.Code),
                new(SafetyTelemetry.SeverityTag, alert.Severity.ToString().ToLowerInvariant()));
        }

        log.AlertRaised(name, alert);
    }

    private KeyValuePair<string, object?> Model => new(SafetyTelemetry.ModelTag, name);
}
