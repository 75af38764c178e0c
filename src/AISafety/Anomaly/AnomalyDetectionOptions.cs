namespace AISafety.Anomaly;

/// <summary>How anomaly detection is fitted, and what its alarm rate promises.</summary>
public sealed record AnomalyDetectionOptions : GuardOptions
{
    /// <summary>The defaults.</summary>
    public static new AnomalyDetectionOptions Default { get; } = new();

    /// <summary>What makes a row strange. Default: <see cref="AnomalyDetector.RobustZ"/>.</summary>
    public AnomalyDetector Detector { get; init; } = AnomalyDetector.RobustZ;

    /// <summary>With which probability, over the draw of the reference, this guard's own alarm rate on reference-like rows is at most the one asked for: more than 0.5, less than 1,
    /// such as 0.95. Null (default): the rate is what was asked for on average over draws of the reference, and that of one guard lies above it about as often as below.</summary>
    /// <remarks>A stricter promise takes a larger reference: 299 calibrating rows for a rate of 0.01 with 0.95, where 99 do on average.</remarks>
    public double? RateConfidence { get; init; }

    /// <summary>Decides which reference rows fit and which calibrate, and what a detector draws at random. Any integer; default 0. The same rows in the same order and the same
    /// seed give the same guard.</summary>
    public int Seed { get; init; }
}
