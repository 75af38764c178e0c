namespace AISafety;

/// <summary>What a monitor found in the stream of calls.</summary>
/// <param name="Code">A stable dotted code, such as <c>drift.feature</c>.</param>
/// <param name="Message">One sentence for a person.</param>
/// <param name="Severity">How bad it is.</param>
public sealed record SafetyAlert(string Code, string Message, AlertSeverity Severity)
{
    /// <summary>The monitor's name; filled in by <see cref="MonitorContext.Raise"/>.</summary>
    public string Monitor { get; init; } = "";

    /// <summary>When it was raised; filled in by <see cref="MonitorContext.Raise"/>.</summary>
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

    /// <summary>What a person should do next; null (default) if there is nothing to suggest.</summary>
    public string? SuggestedAction { get; init; }
}
