namespace AISafety.Incidents;

/// <summary>What limits the harm of an incident, and can be taken back: a kill switch, a rollback, a lower rung, a caller who is blocked.</summary>
public interface IContainmentAction
{
    /// <summary>A short stable name in lower case with hyphens, such as <c>kill-switch</c>; in the timeline, metrics and logs.</summary>
    string Name { get; }

    /// <summary>Applies it. Called once an incident, by one replica; again only when a person asks for it, or after it was undone and the incident came back. What it throws is
    /// written to the timeline by its type.</summary>
    /// <param name="incident">The incident as it is now.</param>
    /// <param name="cancellationToken">Cancelled when it takes longer than <see cref="IncidentOptions.ContainmentTimeout"/>.</param>
    ValueTask ApplyAsync(Incident incident, CancellationToken cancellationToken);

    /// <summary>Takes it back. Called only after it was applied, when a person asks for it.</summary>
    /// <param name="incident">The incident as it is now.</param>
    /// <param name="cancellationToken">Cancelled when it takes longer than <see cref="IncidentOptions.ContainmentTimeout"/>.</param>
    ValueTask UndoAsync(Incident incident, CancellationToken cancellationToken);
}
