namespace AISafety;

/// <summary>An alarm of drift detection.</summary>
/// <param name="Lane">Which of the tests raised it.</param>
/// <param name="Row">The row at which it was raised, counted from 0.</param>
/// <param name="Metric">What was measured: <c>e-detector</c>, or the <c>p-value</c> of a window.</param>
/// <param name="Value">The statistic: the evidence of the sequential tests, or the adjusted p-value of a window.</param>
/// <param name="Threshold">The limit that it crossed: evidence at or above it, a p-value at or below.</param>
public sealed record DriftAlarm(DriftLane Lane, long Row, string Metric, double Value, double Threshold)
{
    /// <summary>The row at which the change likely began. For a window, its first row.</summary>
    public long LikelyStart { get; init; }

    /// <summary>The first row at which the change may have begun, with 90 % probability together with <see cref="LatestStart"/>.</summary>
    public long EarliestStart { get; init; }

    /// <summary>The last row at which the change may have begun.</summary>
    public long LatestStart { get; init; }

    /// <summary>What drives it, the strongest first; at least one.</summary>
    public IReadOnlyList<AlertDriver> Drivers { get; init; } = [];

    /// <summary>What is promised about false alarms of this kind.</summary>
    public DriftGuarantee Guarantee { get; init; }

    /// <summary>Whether the change is certain to be larger than what does not matter, and not only possibly so.</summary>
    public bool IsMaterial { get; init; }

    /// <summary>Whether the same lane's last window alarmed too: the same drift still, and not news.</summary>
    public bool IsContinuing { get; init; }

    /// <summary>Whether it is a further change after an earlier alarm: measured against the rows after that, and not against the reference.</summary>
    public bool IsFurther { get; init; }
}
