namespace AISafety.Switches;

// How the switch and its store come to say the same.
public sealed partial class KillSwitch
{
    private const int Tries = 5;

    private readonly IKillSwitchStore _store;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly CancellationTokenSource _stop = new();

    // Engaged here, and not in the store yet.
    private readonly List<KillSwitchChange> _unsaved = [];

    // What was last read or written.
    private KillSwitchRecord _record = KillSwitchRecord.Empty;

    // Why what is stored cannot be known.
    private KillSwitchChange? _fault;

    private ITimer? _timer;
    private int _polling;
    private long _pollStarted;

    /// <summary>Reads the store now, and saves what could not be saved before. What fails is in <see cref="State"/>.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async ValueTask RefreshAsync(CancellationToken cancellationToken = default)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await ReadAsync(cancellationToken).ConfigureAwait(false);
            if (Unsaved().Length > 0)
            {
                await WriteUnsavedAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (KillSwitchStoreException)
        {
            // It stays unsaved, and is tried again.
        }
        finally
        {
            _gate.Release();
        }
    }

    private async ValueTask SaveAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await WriteUnsavedAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async ValueTask WriteUnsavedAsync(CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < Tries; attempt++)
        {
            long revision = await ReadAsync(cancellationToken).ConfigureAwait(false);
            KillSwitchChange[] changes = Unsaved();
            if (changes.Length == 0 || await TryWriteAsync(changes, revision, "It is engaged in this process, but that could not be saved", cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }

        throw new KillSwitchStoreException("The kill switch is engaged in this process, but that could not be saved: the store was changed by others again and again.");
    }

    private async ValueTask<bool> SaveReleaseAsync(KillSwitchChange release, CancellationToken cancellationToken)
    {
        KillSwitchState seen = _state;
        if (!seen.IsEngaged)
        {
            return false;
        }

        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            long revision = await ReadAsync(cancellationToken).ConfigureAwait(false);
            if (!_state.IsEngaged)
            {
                return false;
            }

            if (!_state.IsSameAs(seen) || !await TryWriteAsync([.. Unsaved(), release], revision, "It stays engaged, for its release could not be saved", cancellationToken).ConfigureAwait(false))
            {
                await ReadAsync(cancellationToken).ConfigureAwait(false);
                throw new KillSwitchChangedException($"The kill switch '{Name}' was not released: it was changed since it was last looked at. It stands as {_state.Actor} left it at {_state.At:u}.");
            }

            // Somebody may have engaged it in the meantime.
            return !_state.IsEngaged;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Writes changes, and takes them as saved.</summary>
    private async ValueTask<bool> TryWriteAsync(KillSwitchChange[] changes, long revision, string otherwise, CancellationToken cancellationToken)
    {
        KillSwitchRecord next = _record.With(changes, _options.HistoryCapacity);
        try
        {
            if (!await _store.TryWriteAsync(next, revision, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }
        }
        catch (Exception exception) when (!IsCancelled(exception, cancellationToken))
        {
            throw new KillSwitchStoreException($"Kill switch '{Name}': {otherwise}. {TextOf(exception)}", exception);
        }

        lock (_lock)
        {
            _record = next;
            _fault = null;
            _unsaved.RemoveAll(one => Array.Exists(changes, saved => ReferenceEquals(saved, one)));
        }

        Publish();
        return true;
    }

    /// <summary>Reads the store, and takes what it says.</summary>
    /// <returns>The revision of what is stored, for who wants to replace it.</returns>
    private async ValueTask<long> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            KillSwitchRecord? record = await _store.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (record is { Revision: <= 0 } or { Changes: null or { Count: 0 } })
            {
                throw new KillSwitchStoreException("The store gave a record without a revision or without a change.");
            }

            Take(record);
            return record?.Revision ?? 0;
        }
        catch (Exception exception) when (!IsCancelled(exception, cancellationToken))
        {
            Fail(TextOf(exception));
            return KillSwitchRecord.Unreadable;
        }
    }

    private void Take(KillSwitchRecord? record)
    {
        if (record is null && _record.Revision > 0)
        {
            Fail("What was stored is gone.");
            return;
        }

        lock (_lock)
        {
            _record = record ?? KillSwitchRecord.Empty;
            _fault = null;
        }

        Publish();
    }

    private void Fail(string why)
    {
        lock (_lock)
        {
            // As it was first found, so that who has seen it and releases the switch is not told that it has changed.
            string reason = $"The store cannot be read, which counts as engaged. {why}";
            _fault = _fault?.Reason == reason ? _fault : new(true, "kill-switch", reason, _timeProvider.GetUtcNow());
        }

        Publish();
    }

    /// <summary>Reads the store again and again.</summary>
    private void Follow() => _timer = _timeProvider.CreateTimer(static state => ((KillSwitch)state!).Poll(), this, _options.PollInterval, _options.PollInterval);

    private void Poll()
    {
        if (Interlocked.CompareExchange(ref _polling, 1, 0) == 0)
        {
            Volatile.Write(ref _pollStarted, _timeProvider.GetTimestamp());
            _ = PollAsync();
        }
        else if (_timeProvider.GetElapsedTime(Volatile.Read(ref _pollStarted)) >= _options.StoreTimeout)
        {
            Fail("It does not answer.");
        }
    }

    private async Task PollAsync()
    {
        try
        {
            await RefreshAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Disposed of.
        }
        finally
        {
            Volatile.Write(ref _polling, 0);
        }
    }

    private KillSwitchChange[] Unsaved()
    {
        lock (_lock)
        {
            return [.. _unsaved];
        }
    }

    private static bool IsCancelled(Exception exception, CancellationToken cancellationToken) => exception is OperationCanceledException && cancellationToken.IsCancellationRequested;

    // Of an exception that is not ours the text may hold anything.
    private static string TextOf(Exception exception) => exception is KillSwitchStoreException ? exception.Message : $"{exception.GetType().Name} was thrown.";
}
