using AISafety.Statistics;
using AISafety.Validation;

namespace AISafety.Confidence;

/// <summary>A measure of the output's probabilities.</summary>
internal sealed class MeasuredConfidence<TOut>(Func<TOut, ReadOnlySpan<float>> read, ConfidenceMeasure measure) : ConfidenceReading<TOut>
{
    public override Evidence? Read(TOut output, double tolerance, out double confidence)
    {
        ReadOnlySpan<float> probabilities = read(output);
        ProbabilityFault fault = ProbabilityVector.FindFault(probabilities, tolerance, out double sum);
        if (fault != ProbabilityFault.None)
        {
            confidence = double.NaN;
            return ProbabilityEvidence.Create(InvalidCode, "probabilities", fault, sum, tolerance);
        }

        confidence = measure switch
        {
            ConfidenceMeasure.TopProbability => TopProbability.Of(probabilities),
            ConfidenceMeasure.Margin => ProbabilityMargin.Of(probabilities),
            _ => 1 - NormalizedEntropy.Of(probabilities),
        };
        return null;
    }
}
