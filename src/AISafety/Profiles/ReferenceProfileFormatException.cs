namespace AISafety;

/// <summary>Bytes are not a reference profile that can be read: cut short, altered, of a later version, or something else. The message says which.</summary>
public sealed class ReferenceProfileFormatException : FormatException
{
    /// <summary>Makes one with a message that says what is wrong.</summary>
    public ReferenceProfileFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a message and its cause.</summary>
    public ReferenceProfileFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes one without a message of its own.</summary>
    public ReferenceProfileFormatException()
    {
    }
}
