namespace AISafety.Incidents;

/// <summary>How far a containment action has come in one incident.</summary>
public enum ContainmentState
{
    /// <summary>It was begun. If the process has ended meanwhile, nobody knows whether it was applied: after <see cref="IncidentOptions.ContainmentTimeout"/> it is applied once more when an alert next changes the incident.</summary>
    Applying = 0,

    /// <summary>It is in force.</summary>
    Applied = 1,

    /// <summary>It threw, or took too long, and may have taken effect; a person may try again, or undo it.</summary>
    Failed = 2,

    /// <summary>It is being undone.</summary>
    Undoing = 3,

    /// <summary>It was undone.</summary>
    Undone = 4,
}
