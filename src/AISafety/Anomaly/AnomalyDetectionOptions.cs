namespace AISafety.Anomaly;

/// <summary>How anomaly detection is fitted.</summary>
public sealed record AnomalyDetectionOptions : GuardOptions
{
    /// <summary>The defaults.</summary>
    public static new AnomalyDetectionOptions Default { get; } = new();

    /// <summary>Decides which reference rows fit and which calibrate. Any integer; default 0. The same rows in the same order and the same
    /// seed give the same detector.</summary>
    public int Seed { get; init; }
}
