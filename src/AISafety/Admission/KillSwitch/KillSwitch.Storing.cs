namespace AISafety.Switches;

// How the switch and its store come to say the same.
public sealed partial class KillSwitch
{
    private const int Tries = 5;
    private const string NotSaved = "It is engaged in this process, but that could not be saved";
    private const string NotReleased = "It stays engaged, for its release could not be saved";
    private const string NoAnswer = "It does not answer.";

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
        await EnterAsync(NotSaved, cancellationToken).ConfigureAwait(false);
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
            if (changes.Length == 0 || await TryWriteAsync(changes, revision, NotSaved, cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }

        throw new KillSwitchStoreException("The kill switch is engaged in this process, but that could not be saved: the store was changed by others again and again.");
    }

    private async ValueTask<bool> SaveReleaseAsync(KillSwitchChange release, KillSwitchState seen, CancellationToken cancellationToken)
    {
        await EnterAsync(NotReleased, cancellationToken).ConfigureAwait(false);
        try
        {
            long revision = await ReadAsync(cancellationToken).ConfigureAwait(false);
            if (!_state.IsEngaged)
            {
                return false;
            }

            if (UnsavedOf(seen) is not { } unsaved || !await TryWriteAsync([.. unsaved, release], revision, NotReleased, cancellationToken).ConfigureAwait(false))
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
        // Over what cannot be read this process may not know the highest revision, as when it has begun just now: so far as this no counting of changes comes.
        long least = revision == KillSwitchRecord.Unreadable ? _timeProvider.GetUtcNow().ToUnixTimeMilliseconds() : 0;
        KillSwitchRecord next = _record.With(changes, _options.HistoryCapacity, least);
        try
        {
            if (!await WithinTimeAsync(token => _store.TryWriteAsync(next, revision, token), cancellationToken).ConfigureAwait(false))
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
            KillSwitchRecord? record = await WithinTimeAsync(_store.ReadAsync, cancellationToken).ConfigureAwait(false);
            if (record is { Revision: <= 0 } or { Changes: null or { Count: 0 } })
            {
                throw new KillSwitchStoreException("The store gave a record without a revision or without a change.");
            }

            Take(record);
            return record?.Revision ?? 0;
        }
        catch (TimeoutException exception)
        {
            // Whoever wants to write would only wait once more.
            Fail(TextOf(exception));
            throw new KillSwitchStoreException($"Kill switch '{Name}': it counts as engaged, and nothing could be saved. {TextOf(exception)}", exception);
        }
        catch (Exception exception) when (!IsCancelled(exception, cancellationToken))
        {
            Fail(TextOf(exception));
            return KillSwitchRecord.Unreadable;
        }
    }

    /// <summary>Takes the gate, within the time that the store has.</summary>
    private async ValueTask EnterAsync(string otherwise, CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = new(_options.StoreTimeout, _timeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await _gate.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new KillSwitchStoreException($"Kill switch '{Name}': {otherwise}. {NoAnswer}", exception);
        }
    }

    /// <summary>Has the store do something within its time. One that goes on after it is left to itself.</summary>
    /// <exception cref="TimeoutException">It has not answered.</exception>
    private async ValueTask<T> WithinTimeAsync<T>(Func<CancellationToken, ValueTask<T>> act, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<T> running = act(stop.Token).AsTask();
        try
        {
            return await running.WaitAsync(_options.StoreTimeout, _timeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (!running.IsCompleted)
        {
            // Observed, for nobody waits for it any more. What it has registered with the token may throw, or never return: not awaited.
            _ = running.ContinueWith(static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            _ = stop.CancelAsync().ContinueWith(static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw;
        }
    }

    private void Take(KillSwitchRecord? record)
    {
        if (record is null && _record.Revision > 0)
        {
            Fail("What was stored is gone.");
            return;
        }

        if (record?.Revision < _record.Revision)
        {
            // Of a replica that lags behind, or a backup. What it says may be a release from before the switch was engaged.
            Fail("What was read is older than what was known.");
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
            Fail(NoAnswer);
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

    /// <summary>What is not saved yet; null if the switch does not stand as somebody has seen it. Who engages it after this is not among them, and is saved later.</summary>
    private KillSwitchChange[]? UnsavedOf(KillSwitchState seen)
    {
        lock (_lock)
        {
            return Judge().IsSameAs(seen) ? [.. _unsaved] : null;
        }
    }

    private static bool IsCancelled(Exception exception, CancellationToken cancellationToken) => exception is OperationCanceledException && cancellationToken.IsCancellationRequested;

    // Of an exception that is not ours the text may hold anything.
    private static string TextOf(Exception exception) => exception switch
    {
        KillSwitchStoreException => exception.Message,
        TimeoutException => NoAnswer,
        _ => $"{exception.GetType().Name} was thrown.",
    };
}
