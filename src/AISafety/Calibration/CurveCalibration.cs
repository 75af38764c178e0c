namespace AISafety.Calibration;

/// <summary>One probability, by a curve.</summary>
internal sealed class CurveCalibration<TOut>(Func<TOut, double> read, Func<TOut, double, TOut> write, ProbabilityCalibration curve) : OutputCalibration<TOut>
{
    public override Evidence? Apply(TOut output, double tolerance, out TOut calibrated)
    {
        double probability = read(output);
        if (!(probability >= -tolerance && probability <= 1 + tolerance))
        {
            calibrated = output;
            return new(InvalidCode, "The probability is not a number from 0 to 1.") { Score = probability };
        }

        calibrated = write(output, curve.Apply(probability));
        return null;
    }
}
