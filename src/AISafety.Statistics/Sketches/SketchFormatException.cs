namespace AISafety.Statistics;

/// <summary>Bytes are not a sketch of the expected kind: damaged, truncated, of a later version, or of another kind.</summary>
public sealed class SketchFormatException : FormatException
{
    /// <summary>Makes one with a message that says what is wrong.</summary>
    public SketchFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a message and its cause.</summary>
    public SketchFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes one without a message of its own.</summary>
    public SketchFormatException()
    {
    }
}
