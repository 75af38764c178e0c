namespace AISafety.Robustness;

/// <summary>A VNN-LIB file is not as it should be. The message names the line.</summary>
public sealed class VnnLibException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="line">The line, from 1; 0 if the fault is of the file as a whole.</param>
    /// <param name="message">What is wrong there, and what was expected.</param>
    public VnnLibException(int line, string message)
        : base(line > 0 ? $"Line {line}: {message}" : message)
    {
        Line = line;
    }

    /// <summary>The line, from 1; 0 if the fault is of the file as a whole.</summary>
    public int Line { get; }
}
