using System.Globalization;

namespace AISafety.Health;

/// <summary>Tells from the counts of monitors and sinks whether rows or alerts are being lost now, or a monitor is stuck: by what has changed since it was last asked.</summary>
/// <param name="timeProvider">The clock.</param>
/// <param name="stuckAfter">How long a monitor that has rows may take none.</param>
internal sealed class FlowWatch(TimeProvider timeProvider, TimeSpan stuckAfter)
{
    /// <summary>For how long after something was lost that is told.</summary>
    public static readonly TimeSpan LossWindow = TimeSpan.FromMinutes(5);

    /// <summary>The least time that a monitor may take for one block.</summary>
    public static readonly TimeSpan LeastStuckAfter = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Reading> _readings = [];

    private sealed record Reading(long Lost, DateTimeOffset? LostAt, long Taken, DateTimeOffset? WaitingSince);

    public IReadOnlyList<PartHealth> Look(IReadOnlyList<MonitorStatistics> monitors, IReadOnlyList<Alerts.AlertSinkStatistics> sinks)
    {
        List<PartHealth> parts = [];
        DateTimeOffset now = timeProvider.GetUtcNow();
        lock (_lock)
        {
            foreach (MonitorStatistics monitor in monitors)
            {
                Reading reading = Read($"rows of {monitor.Monitor}", monitor.Dropped, monitor.Observed, monitor.Pending > 0, now);
                string text = string.Create(CultureInfo.InvariantCulture, $"Monitor '{monitor.Monitor}' has lost {monitor.Dropped} rows, some of them just now.");
                AddLoss(parts, $"{monitor.Monitor}.rows", reading, text, now);
                if (reading.WaitingSince is { } since && now - since >= stuckAfter)
                {
                    parts.Add(new($"{monitor.Monitor}.stuck", HealthState.Degraded, string.Create(
                        CultureInfo.InvariantCulture, $"Monitor '{monitor.Monitor}' has {monitor.Pending} rows to look at and has taken none for {now - since:c}.")));
                }
            }

            foreach (Alerts.AlertSinkStatistics sink in sinks)
            {
                long lost = sink.Dropped + sink.Failed;
                Reading reading = Read($"alerts of {sink.Sink}", lost, 0, false, now);
                string text = string.Create(CultureInfo.InvariantCulture, $"Sink '{sink.Sink}' has not got {lost} alerts, some of them just now.");
                AddLoss(parts, $"{sink.Sink}.alerts", reading, text, now);
            }
        }

        return parts;
    }

    private Reading Read(string key, long lost, long taken, bool waits, DateTimeOffset now)
    {
        Reading? last = _readings.GetValueOrDefault(key);
        return _readings[key] = new(
            lost,
            lost > (last?.Lost ?? 0) ? now : last?.LostAt,
            taken,
            !waits ? null : last is { WaitingSince: { } since } && last.Taken == taken ? since : now);
    }

    private static void AddLoss(List<PartHealth> parts, string part, Reading reading, string text, DateTimeOffset now)
    {
        if (reading.LostAt is { } at && now - at < LossWindow)
        {
            parts.Add(new(part, HealthState.Degraded, text));
        }
    }
}
