namespace AISafety.Incidents;

/// <summary>Says how bad an incident is by its alert: who raised it, what it is about, and how far it goes. All that is stated must hold.</summary>
/// <param name="Severity">How bad; <see cref="IncidentSeverity.None"/> for alerts that are to make no incident.</param>
public sealed record IncidentRule(IncidentSeverity Severity)
{
    /// <summary>The safe model's name; null (default) for any.</summary>
    public string? Model { get; init; }

    /// <summary>The monitor's or part's name; null (default) for any.</summary>
    public string? Monitor { get; init; }

    /// <summary>The alert's code; one that ends with a star stands for all that begin so, such as <c>drift.*</c>; null (default) for any.</summary>
    public string? Code { get; init; }

    /// <summary>The least severity of the alert. Default <see cref="AlertSeverity.None"/>, for any.</summary>
    public AlertSeverity AtLeast { get; init; }

    /// <summary>The least <see cref="SafetyAlert.Value"/>; null (default) for any. An alert without a value has none.</summary>
    public double? MinValue { get; init; }

    /// <summary>The greatest <see cref="SafetyAlert.Value"/>; null (default) for any. An alert without a value has none.</summary>
    public double? MaxValue { get; init; }

    /// <summary>Anything else; null (default) for nothing. If it throws, that is logged and the rule does not hold.</summary>
    public Func<SafetyAlert, bool>? When { get; init; }

    /// <summary>Whether the rule holds for an alert.</summary>
    internal bool Holds(SafetyAlert alert) =>
        (Model is null || Model == alert.Model)
        && (Monitor is null || Monitor == alert.Monitor)
        && (Code is null || (Code.EndsWith('*') ? alert.Code.StartsWith(Code[..^1], StringComparison.Ordinal) : Code == alert.Code))
        && alert.Severity >= AtLeast
        && (MinValue is null || alert.Value >= MinValue)
        && (MaxValue is null || alert.Value <= MaxValue)
        && (When is null || When(alert));

    /// <summary>What is used where no rule holds: critical is 1, high 2, medium 3, the rest 4.</summary>
    internal static IncidentSeverity Default(AlertSeverity severity) => severity switch
    {
        >= AlertSeverity.Critical => IncidentSeverity.Critical,
        AlertSeverity.High => IncidentSeverity.Major,
        AlertSeverity.Medium => IncidentSeverity.Moderate,
        _ => IncidentSeverity.Minor,
    };
}
