namespace AISafety.Incidents;

/// <summary>What people do when there is an incident of a kind.</summary>
/// <param name="Kind">The kind: one of <see cref="IncidentKinds"/>, or your own.</param>
/// <param name="Title">One line.</param>
/// <param name="Steps">What to do, in its order; plain text, a sentence or two each.</param>
public sealed record Runbook(string Kind, string Title, IReadOnlyList<string> Steps)
{
    /// <summary>Where there is more; default nowhere.</summary>
    public IReadOnlyList<RunbookLink> Links { get; init; } = [];
}
