namespace AISafety.Incidents;

/// <summary>A condition that an incident is about: what its alerts have in common, in all replicas.</summary>
/// <param name="Model">The safe model.</param>
/// <param name="Monitor">The monitor, or the part that raised it.</param>
/// <param name="Code">The alert's code.</param>
/// <param name="Feature">The feature concerned; null if none is.</param>
/// <param name="Metric">What was measured; null if nothing was.</param>
public sealed record IncidentCondition(string Model, string Monitor, string Code, string? Feature, string? Metric)
{
    /// <summary>How many replicas may have the condition at once and be told apart.</summary>
    internal const int MostReplicas = 256;

    private const int RecentAlerts = 8;

    /// <summary>What the worst of its alerts was rated.</summary>
    public IncidentSeverity Severity { get; init; }

    /// <summary>The statistic of its last alert; null if there is none.</summary>
    public double? Value { get; init; }

    /// <summary>The limit that it crossed; null if there is none.</summary>
    public double? Threshold { get; init; }

    /// <summary>When it came up.</summary>
    public DateTimeOffset FirstAt { get; init; }

    /// <summary>When it was last heard of.</summary>
    public DateTimeOffset LastAt { get; init; }

    /// <summary>When it was over; null while it is there.</summary>
    public DateTimeOffset? OverAt { get; init; }

    /// <summary>How many alerts told of it.</summary>
    public long Alerts { get; init; }

    /// <summary>The <see cref="SafetyAlert.ConditionId"/> of each replica that has it now.</summary>
    public IReadOnlyList<string> OpenIds { get; init; } = [];

    /// <summary>Whether more replicas have it than are told apart: then only a person knows when it is over.</summary>
    public bool HasMore { get; init; }

    /// <summary>The ids of the last alerts, so that one that is delivered twice counts once.</summary>
    public IReadOnlyList<string> RecentIds { get; init; } = [];

    internal static IncidentCondition Of(SafetyAlert alert) => new(alert.Model, alert.Monitor, alert.Code, alert.Feature, alert.Metric);

    internal bool Is(SafetyAlert alert) =>
        Code == alert.Code && Monitor == alert.Monitor && Model == alert.Model && Feature == alert.Feature && Metric == alert.Metric;

    internal bool Knows(SafetyAlert alert) => alert.Id.Length > 0 && RecentIds.Contains(alert.Id);

    /// <summary>Takes an alert of the condition that is not its end.</summary>
    internal IncidentCondition With(SafetyAlert alert, IncidentSeverity rated, DateTimeOffset at)
    {
        bool isKnown = OpenIds.Contains(alert.ConditionId);
        bool isFull = !isKnown && OpenIds.Count >= MostReplicas;
        return this with
        {
            Severity = Severity == IncidentSeverity.None || rated < Severity ? rated : Severity,
            Value = double.IsFinite(alert.Value) ? alert.Value : null,
            Threshold = double.IsFinite(alert.Threshold) ? alert.Threshold : null,
            FirstAt = Alerts == 0 ? at : FirstAt,
            LastAt = at,
            OverAt = null,
            Alerts = Alerts + 1,
            OpenIds = isKnown || isFull ? OpenIds : [.. OpenIds, alert.ConditionId],
            HasMore = HasMore || isFull,
            RecentIds = Recent(alert),
        };
    }

    /// <summary>Takes the end of the condition in one replica.</summary>
    internal IncidentCondition Without(SafetyAlert alert, DateTimeOffset at)
    {
        string[] open = [.. OpenIds.Where(id => id != alert.ConditionId)];
        return this with
        {
            LastAt = at,
            OverAt = open.Length == 0 && !HasMore ? at : null,
            Alerts = Alerts + 1,
            OpenIds = open,
            RecentIds = Recent(alert),
        };
    }

    private IReadOnlyList<string> Recent(SafetyAlert alert) =>
        alert.Id.Length == 0 ? RecentIds : [.. RecentIds.Skip(RecentIds.Count - RecentAlerts + 1), alert.Id];
}
