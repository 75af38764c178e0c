using AISafety.Rollout;

namespace AISafety.Tests.Rollout;

/// <summary>A store that can fail, and hang.</summary>
internal sealed class BrittleStore : IRolloutStore
{
    private readonly InMemoryRolloutStore _inner = new();

    public bool Fails { get; set; }

    public bool Hangs { get; set; }

    public ValueTask<RolloutState?> LoadAsync(string name, CancellationToken cancellationToken) =>
        Fails ? throw new IOException("no disk")
        : Hangs ? new(new TaskCompletionSource<RolloutState?>().Task)
        : _inner.LoadAsync(name, cancellationToken);

    public ValueTask<bool> TrySaveAsync(RolloutState state, long expectedRevision, CancellationToken cancellationToken) =>
        Fails ? throw new IOException("no disk")
        : Hangs ? new(new TaskCompletionSource<bool>().Task)
        : _inner.TrySaveAsync(state, expectedRevision, cancellationToken);
}
