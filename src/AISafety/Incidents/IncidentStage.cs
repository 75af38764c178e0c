namespace AISafety.Incidents;

/// <summary>How far an incident has come; which stage may follow which: <see cref="IncidentLifeCycle"/>.</summary>
public enum IncidentStage
{
    /// <summary>An alert has opened it. Nobody has looked yet.</summary>
    Detected = 0,

    /// <summary>A person has looked and said how bad it is.</summary>
    Assessed = 1,

    /// <summary>What it can do is limited, by an action or by a person.</summary>
    Contained = 2,

    /// <summary>The cause is looked for.</summary>
    Investigating = 3,

    /// <summary>The cause is known and is being put right.</summary>
    Recovering = 4,

    /// <summary>The service is as it should be.</summary>
    Recovered = 5,

    /// <summary>The review after it has been written.</summary>
    Reviewed = 6,

    /// <summary>Nothing is left to do.</summary>
    Closed = 7,
}
