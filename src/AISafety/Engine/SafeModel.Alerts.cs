using AISafety.Alerts;

namespace AISafety;

// What monitors have found.
public sealed partial class SafeModel<TIn, TOut>
{
    private readonly AlertDesk _alerts;

    /// <summary>The conditions that monitors have found and that are not over, the oldest first: each as it was last raised, with its worst severity.</summary>
    public IReadOnlyList<SafetyAlert> GetOpenAlerts() => _alerts.Open;

    /// <summary>What became of the alerts, and of those sent at each sink.</summary>
    public AlertStatistics GetAlertStatistics() => _alerts.Statistics;
}
