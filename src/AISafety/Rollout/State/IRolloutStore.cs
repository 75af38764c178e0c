namespace AISafety.Rollout;

/// <summary>Where processes keep the state of a rollout that they run together.</summary>
public interface IRolloutStore
{
    /// <summary>Reads the state; null if there is none of that name.</summary>
    /// <param name="name">The rollout's name.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<RolloutState?> LoadAsync(string name, CancellationToken cancellationToken);

    /// <summary>Writes the state if nobody has written another since: atomically.</summary>
    /// <param name="state">The state; its <see cref="RolloutState.Revision"/> is <paramref name="expectedRevision"/> + 1.</param>
    /// <param name="expectedRevision">The revision that it was made from; 0 for the first.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    /// <returns>False if the stored revision is another; nothing was written.</returns>
    ValueTask<bool> TrySaveAsync(RolloutState state, long expectedRevision, CancellationToken cancellationToken);
}
