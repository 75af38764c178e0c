namespace AISafety.Rollout;

/// <summary>A file is not a registry that can be read: empty, cut short, altered, of a later version, or something else. The message says which. Nothing was changed.</summary>
public sealed class ModelRegistryFormatException : FormatException
{
    /// <summary>Makes one with a message that says what is wrong.</summary>
    public ModelRegistryFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a message and its cause.</summary>
    public ModelRegistryFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes one without a message of its own.</summary>
    public ModelRegistryFormatException()
    {
    }
}
