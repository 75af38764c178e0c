using AISafety.Switches;

namespace AISafety.Tests.Switches;

/// <summary>A store that fails, hangs or is changed by others when a test says so.</summary>
internal sealed class ScriptedStore : IKillSwitchStore
{
    private readonly InProcessKillSwitchStore _inner = new();

    public Exception? ReadFails { get; set; }

    public Exception? WriteFails { get; set; }

    public bool IsGone { get; set; }

    /// <summary>What is read instead of what is there, as from a replica that lags behind.</summary>
    public KillSwitchRecord? Stale { get; set; }

    public TaskCompletionSource? Hangs { get; set; }

    public int Reads { get; private set; }

    public int Writes { get; private set; }

    /// <summary>What others do between a read and the write that follows.</summary>
    public Func<InProcessKillSwitchStore, ValueTask>? BeforeWrite { get; set; }

    public async ValueTask<KillSwitchRecord?> ReadAsync(CancellationToken cancellationToken)
    {
        Reads++;
        if (Hangs is { } hangs)
        {
            await hangs.Task;
        }

        return ReadFails is { } exception ? throw exception : IsGone ? null : Stale ?? await _inner.ReadAsync(cancellationToken);
    }

    public async ValueTask<bool> TryWriteAsync(KillSwitchRecord record, long expectedRevision, CancellationToken cancellationToken)
    {
        Writes++;
        if (BeforeWrite is { } others)
        {
            BeforeWrite = null;
            await others(_inner);
        }

        return WriteFails is { } exception ? throw exception : await _inner.TryWriteAsync(record, expectedRevision, cancellationToken);
    }
}
