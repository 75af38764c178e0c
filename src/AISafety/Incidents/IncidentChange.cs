namespace AISafety.Incidents;

/// <summary>What became of what a person wanted done to an incident.</summary>
/// <param name="Incident">The incident as it is now; null if there is none with that id.</param>
/// <param name="Refusal">Why it was not done; null if it was.</param>
public sealed record IncidentChange(Incident? Incident, string? Refusal)
{
    /// <summary>Whether it was done.</summary>
    public bool IsDone => Refusal is null;
}
