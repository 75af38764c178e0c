namespace AISafety.Incidents;

/// <summary>A containment action of which several incidents may have need at once: the last of them to be undone ends it.</summary>
internal interface ISharedContainment
{
    /// <summary>Takes it back for one incident. Where other incidents have need of it, it stays in force, and that is no failure.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="need">What the incident of a reason of containment has to do with this action.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>What is in force still, for the timeline; null if nothing is.</returns>
    ValueTask<string?> UndoAsync(Incident incident, Func<string, CancellationToken, ValueTask<ContainmentNeed>> need, CancellationToken cancellationToken);
}
