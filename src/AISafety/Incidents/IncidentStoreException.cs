namespace AISafety.Incidents;

/// <summary>A store of incidents cannot take what it is given: it is full, or others write all the time.</summary>
public sealed class IncidentStoreException : Exception
{
    /// <summary>Creates the exception.</summary>
    public IncidentStoreException()
    {
    }

    /// <summary>Creates the exception.</summary>
    public IncidentStoreException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    public IncidentStoreException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
