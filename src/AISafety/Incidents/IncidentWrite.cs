namespace AISafety.Incidents;

/// <summary>What a store has done with a write.</summary>
public enum IncidentWrite
{
    /// <summary>Nothing: what it has does not lead to what it was given. Read again, and change that.</summary>
    Conflict = 0,

    /// <summary>It has it.</summary>
    Written = 1,

    /// <summary>Nothing: it holds as many incidents as it can, none of which is closed.</summary>
    Full = 2,
}
