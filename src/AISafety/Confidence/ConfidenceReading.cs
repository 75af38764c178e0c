namespace AISafety.Confidence;

/// <summary>Reads how sure an output is.</summary>
internal abstract class ConfidenceReading<TOut>
{
    public const string InvalidCode = "confidence.invalid";

    /// <summary>Reads the confidence, or says why it means nothing.</summary>
    public abstract Evidence? Read(TOut output, double tolerance, out double confidence);

    /// <summary>Reads the confidence, or says why it means nothing, as that reading it threw: the evidence then carries the exception.</summary>
    public Evidence? TryRead(TOut output, double tolerance, out double confidence)
    {
        try
        {
            return Read(output, tolerance, out confidence);
        }
        catch (Exception exception)
        {
            // The exception's own text may hold the output.
            confidence = double.NaN;
            return new(InvalidCode, $"The confidence could not be read: it threw {exception.GetType().Name}.") { Exception = exception };
        }
    }

    /// <summary>What a confidence that means nothing leads to: a block, but for reading that threw where the guard fails open.</summary>
    public static Verdict Refuse(Evidence invalid, FailurePolicy onFailure) =>
        invalid.Exception is not null && onFailure == FailurePolicy.FailOpen ? Verdict.Flag(invalid) : Verdict.Block(invalid);
}
