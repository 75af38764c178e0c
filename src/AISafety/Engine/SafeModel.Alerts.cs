using AISafety.Alerts;

namespace AISafety;

// What monitors have found.
public sealed partial class SafeModel<TIn, TOut>
{
    private readonly AlertDesk _alerts;
    private readonly (ISafetyMonitor Monitor, string Name)[] _monitors;

    /// <summary>The conditions that monitors have found and that are not over, the oldest first: each as it was last raised, with its worst severity, and with the <see cref="SafetyAlert.Id"/> of the alert that it came up with, which is its <see cref="SafetyAlert.ConditionId"/>.</summary>
    public IReadOnlyList<SafetyAlert> GetOpenAlerts() => _alerts.Open;

    /// <summary>How many false alarms are to be expected in a day at most, for every test of every monitor.</summary>
    /// <param name="callsPerDay">How many calls there are in a day: more than 0, finite.</param>
    /// <returns>The bounds of each monitor that can alarm falsely: none of one that has no limit, or whose tests are off; <see cref="FalseAlarmBound.PerDay"/> is NaN where none is known.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="callsPerDay"/> is not more than 0, or not finite.</exception>
    public IReadOnlyList<FalseAlarmBound> GetFalseAlarmBounds(double callsPerDay)
    {
        if (!(callsPerDay > 0 && double.IsFinite(callsPerDay)))
        {
            throw new ArgumentOutOfRangeException(nameof(callsPerDay), callsPerDay, "Expected a finite number of more than 0.");
        }

        return
        [
            .. _monitors.SelectMany(one => one.Monitor is IBoundsFalseAlarms bounds
                ? bounds.GetFalseAlarmBounds(callsPerDay).Select(bound => bound with { Monitor = one.Name })
                : [new FalseAlarmBound(one.Name, "all", double.NaN, "The monitor states none.")]),
        ];
    }

    /// <summary>What became of the alerts, and of those sent at each sink.</summary>
    public AlertStatistics GetAlertStatistics() => _alerts.Statistics;
}
