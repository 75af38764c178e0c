namespace AISafety;

/// <summary>What a monitor found in the stream of calls.</summary>
/// <param name="Code">A stable dotted code, such as <c>drift.feature</c>.</param>
/// <param name="Message">One sentence for a person.</param>
/// <param name="Severity">How bad it is.</param>
public sealed record SafetyAlert(string Code, string Message, AlertSeverity Severity)
{
    /// <summary>The monitor's name; filled in by <see cref="MonitorContext.Raise"/>.</summary>
    public string Monitor { get; init; } = "";

    /// <summary>When it was raised, or for <see cref="AlertState.Resolved"/> when it was over; filled in by <see cref="MonitorContext.Raise"/>.</summary>
    public DateTimeOffset RaisedAt { get; init; }

    /// <summary>The feature concerned, if one is.</summary>
    public string? Feature { get; init; }

    /// <summary>What was thrown, if that is what the alert is about. Its text may hold data.</summary>
    public Exception? Exception { get; init; }

    /// <summary>What was measured, such as <c>ks</c> or <c>accuracy</c>; null (default) if nothing was.</summary>
    public string? Metric { get; init; }

    /// <summary>The statistic; NaN (default) if there is none.</summary>
    public double Value { get; init; } = double.NaN;

    /// <summary>The limit that it crossed; NaN (default) if there is none.</summary>
    public double Threshold { get; init; } = double.NaN;

    /// <summary>When what it is about likely began; null (default) if that is not known.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>What drives it, the strongest first; empty (default) if that is not known.</summary>
    public IReadOnlyList<AlertDriver> Drivers { get; init; } = [];

    /// <summary>Whether it says what earlier raises of the condition did not, such as a further feature: it is sent as <see cref="AlertState.Updated"/> though it is no worse. Default false.</summary>
    public bool HasNews { get; init; }

    /// <summary>What a person should do next; null (default) if there is nothing to suggest.</summary>
    public string? SuggestedAction { get; init; }

    /// <summary>How long after its last raise the condition counts as over if its monitor says nothing more; null (default) for
    /// <see cref="Alerts.AlertOptions.ResolveAfter"/>, zero or less for never. For a monitor that judges less often than that.</summary>
    public TimeSpan? ResolveAfter { get; init; }

    /// <summary>The safe model's name; filled in when the alert is sent.</summary>
    public string Model { get; init; } = "";

    /// <summary>What this alert is known by: unique, the same for every sink and every attempt to deliver it; filled in when it is sent.</summary>
    public string Id { get; init; } = "";

    /// <summary>What the condition is known by while it lasts: the <see cref="Id"/> of the alert that it came up with; filled in when it is sent.</summary>
    public string ConditionId { get; init; } = "";

    /// <summary>Whether the condition has come up, got worse, is still there, or is over; filled in when it is sent.</summary>
    public AlertState State { get; init; }

    /// <summary>When the condition came up; filled in when it is sent.</summary>
    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>How often the condition was raised since <see cref="OpenedAt"/>, with the raises that were not sent; filled in when it is sent.</summary>
    public long Raises { get; init; }

    /// <summary>Whether the condition came up again soon after it was over: <see cref="Alerts.AlertOptions.FlapWindow"/>; filled in when it is sent.</summary>
    public bool IsFlapping { get; init; }

    /// <summary>Why the condition is over; filled in when it is sent.</summary>
    public AlertResolution Resolution { get; init; }

    /// <summary>The reason of the containment that set it off, by the part that was moved, where it was the desk of incidents; null (default) for all else. Neither printed nor sent out: it means something only to a desk.</summary>
    internal string? SetOffBy { get; init; }

    /// <summary>How long the condition has been there.</summary>
    public TimeSpan Duration => RaisedAt - OpenedAt;
}
