namespace AISafety.Fairness;

/// <summary>How probability calibration by group is treated.</summary>
public sealed record GroupCalibrationOptions : GuardOptions
{
    /// <summary>The defaults: an unknown group is flagged, a tolerance of 0.001.</summary>
    public static new GroupCalibrationOptions Default { get; } = new();

    /// <summary>What it means that a call's group is missing or not known: <see cref="SafetyAction.Flag"/> (default) calibrates by the curve of all rows and says so, <see cref="SafetyAction.Review"/> and
    /// <see cref="SafetyAction.Block"/> stop. Reloaded as <see cref="GuardSettings.Otherwise"/>.</summary>
    public SafetyAction UnknownGroup { get; init; } = SafetyAction.Flag;

    /// <summary>What a probability may lie outside 0 to 1 before it counts as invalid; 0 to 0.5, default 0.001.</summary>
    public double Tolerance { get; init; } = 1e-3;
}
