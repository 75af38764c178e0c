namespace AISafety.Switches;

/// <summary>Keeps a kill switch in memory: it is released again when the process starts anew. For tests, and where nothing else is wanted.</summary>
public sealed class InProcessKillSwitchStore : IKillSwitchStore
{
    private readonly Lock _lock = new();
    private KillSwitchRecord? _record;

    /// <inheritdoc/>
    public ValueTask<KillSwitchRecord?> ReadAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return new(_record);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryWriteAsync(KillSwitchRecord record, long expectedRevision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        lock (_lock)
        {
            if ((_record?.Revision ?? 0) != expectedRevision)
            {
                return new(false);
            }

            _record = record;
            return new(true);
        }
    }
}
