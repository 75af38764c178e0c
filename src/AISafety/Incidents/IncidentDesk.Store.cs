using System.Security.Cryptography;

namespace AISafety.Incidents;

// Reading, changing and writing, and what waits while the store fails.
public sealed partial class IncidentDesk
{
    /// <summary>Others that write are read again so often before it counts as a failure of the store.</summary>
    private const int MostAttempts = 50;

    private static readonly TimeSpan s_firstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(1);

    private readonly IncidentBacklog _backlog;

    // Threads of one desk take turns, so that only other desks can come between reading and writing. Never waited on by a handle, so there is nothing to dispose of.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _retrying = new();
    private ITimer? _timer;
    private TimeSpan _wait = s_firstWait;
    private Task<bool>? _drain;
    private bool _isClosed;

    /// <summary>Tries now to write what waits for the store. Whether nothing is left.</summary>
    public async ValueTask<bool> FlushAsync(CancellationToken cancellationToken = default) => await DrainAsync().WaitAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Tries once more to write what waits for the store; what is left is counted as lost. Alerts that come later are taken, but do not wait.</summary>
    public async ValueTask DisposeAsync()
    {
        await DrainAsync().ConfigureAwait(false);
        lock (_retrying)
        {
            _isClosed = true;
            _timer?.Dispose();
            _timer = null;
        }

        foreach (IncidentBacklog.Item item in _backlog.Clear())
        {
            Lose(item);
        }
    }

    /// <summary>Reads an incident, changes it and writes it, until nobody else wrote meanwhile.</summary>
    private async ValueTask<IncidentChange> ChangeAsync(string id, Func<Incident, IncidentChange> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await ChangeInTurnAsync(id, change, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async ValueTask<IncidentChange> ChangeInTurnAsync(string id, Func<Incident, IncidentChange> change, CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            if (await Store.GetAsync(id, cancellationToken).ConfigureAwait(false) is not { } incident)
            {
                return new(null, $"There is no incident '{id}'.");
            }

            IncidentChange next = change(incident);
            if (!next.IsDone)
            {
                return next;
            }

            Incident changed = next.Incident! with { Revision = incident.Revision };
            (IncidentWrite written, Incident stored) = await WriteAsync(changed, cancellationToken).ConfigureAwait(false);
            if (written == IncidentWrite.Written)
            {
                return new(stored, null);
            }

            await StepAsideAsync(attempt, cancellationToken).ConfigureAwait(false);
        }

        throw new IncidentStoreException($"The store refused {MostAttempts} writes in a row, for others wrote meanwhile.");
    }

    /// <summary>Writes the revision that follows.</summary>
    private async ValueTask<(IncidentWrite Written, Incident Stored)> WriteAsync(Incident incident, CancellationToken cancellationToken)
    {
        Incident next = incident with { Revision = incident.Revision + 1 };
        IncidentWrite written = await Store.TryWriteAsync(next, cancellationToken).ConfigureAwait(false);
        if (written == IncidentWrite.Written)
        {
            _open.Note(next);
        }

        return (written, next);
    }

    /// <summary>Waits some milliseconds, not as many as another desk does: two that go on in step would hinder each other for ever. Real ones, whatever the desk's clock is.</summary>
    private static Task StepAsideAsync(int attempt, CancellationToken cancellationToken) =>
        attempt < 2 ? Task.CompletedTask : Task.Delay(TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(1, 2 + Math.Min(attempt, 20))), TimeProvider.System, cancellationToken);

    private void Wait(IncidentBacklog.Item item)
    {
        lock (_retrying)
        {
            if (!_isClosed)
            {
                if (_backlog.Add(item) is { } lost)
                {
                    Lose(lost);
                }

                Schedule();
                return;
            }
        }

        Lose(item);
    }

    private Task<bool> DrainAsync()
    {
        lock (_retrying)
        {
            return _drain is { IsCompleted: false } running ? running : _drain = DrainOnceAsync();
        }
    }

    private async Task<bool> DrainOnceAsync()
    {
        // Not within the lock of whoever asks.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (_backlog.Take() is { } item)
        {
            try
            {
                await item.DoAsync(CancellationToken.None).ConfigureAwait(false);
                _backlog.Done();
                _wait = s_firstWait;
            }
            catch (Exception exception)
            {
                bool isSetAside = _backlog.Failed();
                StoreFailed(item.Model, exception);
                if (isSetAside)
                {
                    // The store may refuse this one and take all others.
                    _counts.Add(static now => now with { SetAside = now.SetAside + 1 });
                    continue;
                }

                lock (_retrying)
                {
                    _wait = _wait * 2 < s_longestWait ? _wait * 2 : s_longestWait;
                    Schedule();
                }

                return false;
            }
        }

        return true;
    }

    /// <summary>Within the lock. While the timer is set it is left: it comes when it was to.</summary>
    private void Schedule()
    {
        if (_timer is not null || _isClosed)
        {
            return;
        }

        _timer = _timeProvider.CreateTimer(static desk => ((IncidentDesk)desk!).OnTimer(), this, _wait, Timeout.InfiniteTimeSpan);
    }

    private void OnTimer()
    {
        lock (_retrying)
        {
            _timer?.Dispose();
            _timer = null;
            if (_isClosed)
            {
                return;
            }
        }

        _ = DrainAsync();
    }
}
