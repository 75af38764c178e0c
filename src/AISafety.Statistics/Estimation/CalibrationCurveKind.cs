namespace AISafety.Statistics;

/// <summary>A family of calibration curves.</summary>
public enum CalibrationCurveKind
{
    /// <summary><see cref="BetaCalibration"/>: three parameters.</summary>
    Beta = 0,

    /// <summary><see cref="IsotonicCalibration"/>: any rising function.</summary>
    Isotonic = 1,
}
