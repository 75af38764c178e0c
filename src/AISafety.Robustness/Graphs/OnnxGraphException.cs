namespace AISafety.Robustness;

/// <summary>An ONNX file cannot be read, or has an operator or a shape that is not supported. The message names the file, the node, what it has and what was expected.</summary>
public sealed class OnnxGraphException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, where, and what was expected.</param>
    public OnnxGraphException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">What is wrong, where, and what was expected.</param>
    /// <param name="innerException">The cause.</param>
    public OnnxGraphException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
