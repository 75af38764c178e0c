namespace AISafety.MLNet;

/// <summary>An ML.NET model cannot be loaded, does not have the columns that were expected, or failed while it ran. The message names the
/// model, what it has, and what was expected.</summary>
public sealed class MLNetModelException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, where, and what was expected.</param>
    public MLNetModelException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">What is wrong, where, and what was expected.</param>
    /// <param name="innerException">What ML.NET said.</param>
    public MLNetModelException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
