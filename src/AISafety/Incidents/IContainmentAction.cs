namespace AISafety.Incidents;

/// <summary>What limits the harm of an incident, and can be taken back: a kill switch, a rollback, a lower rung, a caller who is blocked.</summary>
public interface IContainmentAction
{
    /// <summary>A short stable name in lower case with hyphens, such as <c>kill-switch</c>; in the timeline, metrics and logs.</summary>
    string Name { get; }

    /// <summary>Applies it. Called once an incident, by one replica; again when a person asks for it, after it was undone or had failed and the incident came back, and where nobody knows whether it was applied, for the process that was
    /// to do so has ended or its store has failed: it must be able to be applied twice. What it throws is written to the timeline by its type; of a <see cref="ContainmentException"/>, by its message.</summary>
    /// <param name="incident">The incident as it is now.</param>
    /// <param name="cancellationToken">Cancelled when it takes longer than <see cref="IncidentOptions.ContainmentTimeout"/>.</param>
    ValueTask ApplyAsync(Incident incident, CancellationToken cancellationToken);

    /// <summary>Takes it back. Called when a person asks for it, after it was applied, or had failed, for it may have taken effect all the same.</summary>
    /// <param name="incident">The incident as it is now.</param>
    /// <param name="cancellationToken">Cancelled when it takes longer than <see cref="IncidentOptions.ContainmentTimeout"/>.</param>
    ValueTask UndoAsync(Incident incident, CancellationToken cancellationToken);
}
