namespace AISafety.Incidents;

/// <summary>What an incident has to do with a containment action that it has begun.</summary>
internal enum ContainmentNeed
{
    /// <summary>The desk knows no such incident: somebody else's.</summary>
    Unknown,

    /// <summary>It is in force for it, or may be.</summary>
    Needed,

    /// <summary>It was taken back for it, or is being so.</summary>
    Over,
}
