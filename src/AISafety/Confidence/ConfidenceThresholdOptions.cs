namespace AISafety.Confidence;

/// <summary>How a confidence threshold is treated.</summary>
public sealed record ConfidenceThresholdOptions : GuardOptions
{
    /// <summary>The defaults: a tolerance of 0.001.</summary>
    public static new ConfidenceThresholdOptions Default { get; } = new();

    /// <summary>What a confidence, a probability, or the sum of the probabilities may be off by before it counts as invalid; 0 to 0.5,
    /// default 0.001, which is ample for a softmax in single precision.</summary>
    public double Tolerance { get; init; } = 1e-3;
}
