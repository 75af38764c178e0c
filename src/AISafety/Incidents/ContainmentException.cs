namespace AISafety.Incidents;

/// <summary>A containment action could not be applied or undone, for a reason that people may read: unlike that of any other exception, its message is written to the incident's timeline.</summary>
public sealed class ContainmentException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The reason. No input belongs in it.</param>
    public ContainmentException(string message)
        : base(message)
    {
    }
}
