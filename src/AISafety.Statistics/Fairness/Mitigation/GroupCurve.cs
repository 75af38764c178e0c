namespace AISafety.Statistics;

/// <summary>A family of calibration curves for <see cref="GroupCalibration"/>.</summary>
public enum GroupCurve : byte
{
    /// <summary><see cref="BetaCalibration"/>: three parameters, the default.</summary>
    Beta = 0,

    /// <summary><see cref="PlattScaling"/> of the log odds ln(p / (1 - p)): two parameters.</summary>
    Platt = 1,

    /// <summary><see cref="IsotonicCalibration"/>: any rising function, for groups of a thousand rows or more.</summary>
    Isotonic = 2,
}
