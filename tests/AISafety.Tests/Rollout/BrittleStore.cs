using AISafety.Rollout;

namespace AISafety.Tests.Rollout;

/// <summary>A store that can fail, and hang.</summary>
internal sealed class BrittleStore : IRolloutStore
{
    private readonly InMemoryRolloutStore _inner = new();

    public bool Fails { get; set; }

    public bool Hangs { get; set; }

    /// <summary>Completes when the store has been asked while it hangs.</summary>
    public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ValueTask<RolloutState?> LoadAsync(string name, CancellationToken cancellationToken) =>
        Fails ? throw new IOException("no disk")
        : Hangs ? new(Hang<RolloutState?>())
        : _inner.LoadAsync(name, cancellationToken);

    public ValueTask<bool> TrySaveAsync(RolloutState state, long expectedRevision, CancellationToken cancellationToken) =>
        Fails ? throw new IOException("no disk")
        : Hangs ? new(Hang<bool>())
        : _inner.TrySaveAsync(state, expectedRevision, cancellationToken);

    private Task<T> Hang<T>()
    {
        Asked.TrySetResult();
        return new TaskCompletionSource<T>().Task;
    }
}
