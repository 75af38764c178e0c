using AISafety.Health;
using AISafety.Incidents;

namespace AISafety;

// How well it is.
public sealed partial class SafeModel<TIn, TOut>
{
    private readonly IReadOnlyList<object> _layers;
    private readonly FlowWatch _flow;

    /// <summary>For a safe model inside a safe model.</summary>
    object IWrapsModel.Inner => _model;

    /// <summary>The desk at which alerts become incidents; null without <c>AddIncidents</c>.</summary>
    public IncidentDesk? Incidents => _alerts.Parts.Select(static one => one.Part).OfType<IncidentDesk>().FirstOrDefault();

    /// <summary>How well the safe model is: what its parts say that implement <see cref="IReportsHealth"/>, and what it knows itself. Thread-safe, and fast.</summary>
    /// <remarks>A monitor, and whatever an open alert is about, is at most degraded: drift is a reason to look, not to restart a process that works. Lost rows and stuck monitors are told
    /// from what has changed since the last call of this.</remarks>
    public SafetyHealth GetHealth()
    {
        HealthGathering parts = new();
        if (_recorder.IsClosed)
        {
            parts.Add(new("engine", HealthState.Unhealthy, "The safe model was disposed of: it takes no calls."));
        }

        Ask(parts, _admission);
        Ask(parts, _input);
        Ask(parts, _beside);
        Ask(parts, _output);
        foreach (object layer in _layers)
        {
            parts.AskChain(layer, ModelName);
        }

        foreach (FallbackSlot fallback in _fallbacks)
        {
            parts.Ask(fallback.Policy, fallback.Name);
        }

        foreach ((ISafetyMonitor monitor, string name) in _monitors)
        {
            parts.Ask(monitor, name, HealthState.Degraded);
        }

        foreach ((object part, string name) in _alerts.Parts)
        {
            parts.Ask(part, name);
        }

        foreach (IGrouping<string, SafetyAlert> open in GetOpenAlerts().GroupBy(static alert => alert.Monitor))
        {
            // What a part has raised of itself it has said itself.
            if (!parts.Has(open.Key))
            {
                string codes = string.Join(", ", open.Select(static alert => alert.Code).Distinct().Order(StringComparer.Ordinal));
                parts.Add(new(open.Key, HealthState.Degraded, $"There are open alerts, the worst {open.Max(static alert => alert.Severity).ToString().ToLowerInvariant()}: {codes}."));
            }
        }

        foreach (PartHealth part in _flow.Look(GetMonitorStatistics(), GetAlertStatistics().Sinks))
        {
            parts.Add(part);
        }

        return new(_telemetry.Name, parts.ToParts());
    }

    /// <summary>A guard that only reports stops no call, however it is.</summary>
    private static void Ask<TGuard>(HealthGathering parts, GuardSlot<TGuard>[] guards)
        where TGuard : ISafetyGuard
    {
        foreach (GuardSlot<TGuard> guard in guards)
        {
            parts.Ask(guard.Guard, guard.Name, guard.Terms.Mode == GuardMode.Enforce ? HealthState.Unhealthy : HealthState.Degraded);
        }
    }
}
