namespace AISafety.Incidents;

/// <summary>What an entry of an incident's timeline is about.</summary>
public enum IncidentEntryKind
{
    /// <summary>A note of a person.</summary>
    Note = 0,

    /// <summary>An alert: a condition has come up, got worse, or is still there.</summary>
    Alert = 1,

    /// <summary>A condition is over.</summary>
    AlertOver = 2,

    /// <summary>The incident has come to another stage.</summary>
    Stage = 3,

    /// <summary>The incident was rated anew.</summary>
    Severity = 4,

    /// <summary>A containment action was begun, applied or undone, or has failed.</summary>
    Containment = 5,

    /// <summary>The incident was over and is there again.</summary>
    Reopened = 6,
}
