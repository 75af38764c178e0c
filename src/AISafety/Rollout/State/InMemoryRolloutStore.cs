namespace AISafety.Rollout;

/// <summary>Keeps states in this process. Thread-safe; safe models that share one run their rollouts of one name together.</summary>
public sealed class InMemoryRolloutStore : IRolloutStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, RolloutState> _states = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ValueTask<RolloutState?> LoadAsync(string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        lock (_lock)
        {
            return new(_states.GetValueOrDefault(name));
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> TrySaveAsync(RolloutState state, long expectedRevision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(state);
        lock (_lock)
        {
            if ((_states.GetValueOrDefault(state.Name)?.Revision ?? 0) != expectedRevision)
            {
                return new(false);
            }

            _states[state.Name] = state;
            return new(true);
        }
    }
}
