namespace AISafety.Incidents;

/// <summary>Which incidents to list: those for which all that is stated holds, the last detected first.</summary>
public sealed record IncidentQuery
{
    /// <summary>All of them.</summary>
    public static IncidentQuery All { get; } = new();

    /// <summary>The group; null (default) for any.</summary>
    public string? GroupKey { get; init; }

    /// <summary>The safe model; null (default) for any.</summary>
    public string? Model { get; init; }

    /// <summary>Whether they are open (true) or over (false); null (default) for any.</summary>
    public bool? IsOpen { get; init; }

    /// <summary>Detected then or later; null (default) for any time.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Detected before then; null (default) for any time.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>How many at most; null (default) for all.</summary>
    public int? Limit { get; init; }

    /// <summary>Whether an incident is one of them, but for <see cref="Limit"/>.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="incident"/> is null.</exception>
    public bool Matches(Incident incident)
    {
        ArgumentNullException.ThrowIfNull(incident);
        return (GroupKey is null || GroupKey == incident.GroupKey)
            && (Model is null || Model == incident.Model)
            && (IsOpen is null || IsOpen == incident.IsOpen)
            && (From is null || incident.DetectedAt >= From)
            && (To is null || incident.DetectedAt < To);
    }
}
