namespace AISafety.Incidents;

/// <summary>How bad an incident is: 1 is the worst. Alerts count the other way round: <see cref="AlertSeverity"/>.</summary>
public enum IncidentSeverity
{
    /// <summary>Not rated: of no incident.</summary>
    None = 0,

    /// <summary>Severity 1: people are harmed or may be, or the service is not usable. Everybody who is needed, now.</summary>
    Critical = 1,

    /// <summary>Severity 2: the model must not be relied on as it is. A person, now.</summary>
    Major = 2,

    /// <summary>Severity 3: something is wrong and can wait for working hours.</summary>
    Moderate = 3,

    /// <summary>Severity 4: worth a record.</summary>
    Minor = 4,
}
