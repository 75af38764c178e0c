namespace AISafety;

/// <summary>A safe model cannot be built as it was described; the message says what to change.</summary>
public sealed class SafetyBuildException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, where, and what was expected.</param>
    public SafetyBuildException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">What is wrong, where, and what was expected.</param>
    /// <param name="innerException">What went wrong underneath.</param>
    public SafetyBuildException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
