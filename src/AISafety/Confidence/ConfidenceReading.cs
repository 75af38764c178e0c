namespace AISafety.Confidence;

/// <summary>Reads how sure an output is.</summary>
internal abstract class ConfidenceReading<TOut>
{
    public const string InvalidCode = "confidence.invalid";

    /// <summary>Reads the confidence, or says why it means nothing.</summary>
    public abstract Evidence? Read(TOut output, double tolerance, out double confidence);
}
