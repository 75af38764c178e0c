namespace AISafety.Calibration;

/// <summary>Calibrates what an output states.</summary>
internal abstract class OutputCalibration<TOut>
{
    public const string InvalidCode = "calibration.invalid";

    /// <summary>The output with its probability replaced, or why that cannot be.</summary>
    public abstract Evidence? Apply(TOut output, double tolerance, out TOut calibrated);

    /// <summary>For a model: what cannot be calibrated is no answer.</summary>
    public TOut ApplyOrThrow(TOut output, double tolerance) =>
        Apply(output, tolerance, out TOut calibrated) is { } invalid ? throw new InvalidOperationException(invalid.Message) : calibrated;
}
