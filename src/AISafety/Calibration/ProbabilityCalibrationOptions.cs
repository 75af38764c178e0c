namespace AISafety.Calibration;

/// <summary>How probability calibration is treated.</summary>
public sealed record ProbabilityCalibrationOptions : GuardOptions
{
    /// <summary>The defaults: a tolerance of 0.001.</summary>
    public static new ProbabilityCalibrationOptions Default { get; } = new();

    /// <summary>What a probability, or the sum of the probabilities, may be off by before it counts as invalid; 0 to 0.5, default 0.001.</summary>
    public double Tolerance { get; init; } = 1e-3;
}
