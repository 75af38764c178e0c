using AISafety.Statistics;
using AISafety.Validation;

namespace AISafety.Calibration;

/// <summary>The probabilities of all classes, by a temperature.</summary>
internal sealed class TemperatureCalibration<TOut>(Func<TOut, ReadOnlySpan<float>> read, Func<TOut, float[], TOut> write, TemperatureScaling scaling)
    : OutputCalibration<TOut>
{
    public override Evidence? Apply(TOut output, double tolerance, out TOut calibrated)
    {
        ReadOnlySpan<float> probabilities = read(output);
        ProbabilityFault fault = ProbabilityVector.FindFault(probabilities, tolerance, out double sum);
        if (fault != ProbabilityFault.None)
        {
            calibrated = output;
            return ProbabilityEvidence.Create(InvalidCode, "probabilities", fault, sum, tolerance);
        }

        calibrated = write(output, TemperaturePower.Apply(scaling, probabilities));
        return null;
    }
}
