namespace AISafety.Incidents;

/// <summary>What became of one containment action in one incident.</summary>
/// <param name="Action">The action's name.</param>
/// <param name="State">How far it has come.</param>
/// <param name="At">Since when.</param>
/// <param name="Actor">Who brought it there: a person, or <see cref="IncidentDesk.ActorName"/>.</param>
/// <param name="Attempts">How often it was applied, or tried to be.</param>
public sealed record ContainmentRecord(string Action, ContainmentState State, DateTimeOffset At, string Actor, int Attempts);
