using AISafety.Validation;

namespace AISafety.Calibration;

/// <summary>Replaces each output by its calibrated one; see <see cref="ProbabilityCalibrationExtensions"/>.</summary>
internal sealed class CalibrationGuard<TIn, TOut> : IOutputGuard<TIn, TOut>
{
    public const string GuardName = "probability-calibration";

    private static readonly Evidence _applied = new("calibration.applied", "The probability was replaced by the calibrated one.");

    private readonly OutputCalibration<TOut> _calibration;
    private readonly double _tolerance;

    public CalibrationGuard(OutputCalibration<TOut> calibration, double tolerance)
    {
        if (!(tolerance is >= 0 and <= 0.5))
        {
            throw new SafetyBuildException(
                FormattableString.Invariant($"Guard '{GuardName}': {nameof(ProbabilityCalibrationOptions.Tolerance)} is {tolerance}; expected 0 to 0.5."));
        }

        _calibration = calibration;
        _tolerance = tolerance;
    }

    public string Name => GuardName;

    public ValueTask<Verdict<TOut>> InspectAsync(TIn input, TOut output, SafetyContext context)
    {
        if (NullValue<TOut>.Is(output))
        {
            return new(Verdict.Block(EvidenceCodes.NullOutput, "The output is null."));
        }

        return _calibration.Apply(output, _tolerance, out TOut calibrated) is { } invalid
            ? new(Verdict.Block(invalid))
            : new(Verdict.Replace(calibrated, _applied));
    }
}
