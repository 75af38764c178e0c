namespace AISafety.Confidence;

/// <summary>A number of the output that is its confidence.</summary>
internal sealed class StatedConfidence<TOut>(Func<TOut, double> read) : ConfidenceReading<TOut>
{
    public override Evidence? Read(TOut output, double tolerance, out double confidence)
    {
        confidence = read(output);
        return confidence >= -tolerance && confidence <= 1 + tolerance
            ? null
            : new(InvalidCode, "The confidence is not a number from 0 to 1.") { Score = confidence };
    }
}
