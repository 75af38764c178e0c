namespace AISafety.Incidents;

/// <summary>One line of an incident's timeline.</summary>
/// <param name="At">When it happened; never before the entry above it.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Actor">Who did it: a person, or <see cref="IncidentDesk.ActorName"/>.</param>
/// <param name="Text">What happened, in one sentence.</param>
/// <param name="Stage">The stage of the incident after it.</param>
public sealed record IncidentEntry(DateTimeOffset At, IncidentEntryKind Kind, string Actor, string Text, IncidentStage Stage);
