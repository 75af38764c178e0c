using System.Diagnostics;
using AISafety.Telemetry;

namespace AISafety.Incidents;

// Reading, changing and writing, and what waits while the store fails.
public sealed partial class IncidentDesk
{
    /// <summary>Others that write are read again so often before it counts as a failure of the store.</summary>
    private const int MostAttempts = 100;

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

    internal void Attach(ModelTelemetry telemetry)
    {
        _telemetry[telemetry.Name] = telemetry;
        foreach (IncidentSeverity severity in Enum.GetValues<IncidentSeverity>().Where(static one => one != IncidentSeverity.None))
        {
            telemetry.Observe(
                SafetyTelemetry.IncidentsOpen, "{incident}", "Incidents that are open.", () => _open.Count(telemetry.Name, severity), new(SafetyTelemetry.SeverityTag, TextOf(severity)));
        }

        telemetry.Observe(SafetyTelemetry.IncidentsPending, "{alert}", "Alerts and results that wait for the store of incidents.", () => _backlog.CountOf(telemetry.Name));
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
                await item.Do(CancellationToken.None).ConfigureAwait(false);
                _backlog.Settle(isDone: true);
                _wait = s_firstWait;
            }
            catch (Exception exception)
            {
                _backlog.Settle(isDone: false);
                StoreFailed(item.Model, exception);
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

    private void StoreFailed(string model, Exception exception)
    {
        _counts.Add(static now => now with { StoreFailures = now.StoreFailures + 1 });
        if (TelemetryOf(model) is { } telemetry)
        {
            telemetry.Log.IncidentStoreFailed(model, exception);
            telemetry.Count(telemetry.Counter(SafetyTelemetry.IncidentStoreFailures, "{failure}", "Times that the store of incidents failed."), new(SafetyTelemetry.ExceptionTag, exception.GetType().Name));
        }
    }

    private void Lose(IncidentBacklog.Item item)
    {
        _counts.Add(now => item.IsAlert ? now with { Lost = now.Lost + 1 } : now with { ResultsLost = now.ResultsLost + 1 });
        if (TelemetryOf(item.Model) is { } telemetry)
        {
            telemetry.Log.IncidentAlertLost(item.Model, item.What);
            telemetry.Count(telemetry.Counter(SafetyTelemetry.IncidentAlertsLost, "{alert}", "Alerts and results that were given up, for the store of incidents failed."), new(SafetyTelemetry.CodeTag, item.What));
        }
    }

    private void CountOpened(Incident? old, Incident next)
    {
        bool isBack = old is { IsOpen: false } && next.IsOpen;
        if (old is not null && !isBack)
        {
            return;
        }

        _counts.Add(now => isBack ? now with { Reopened = now.Reopened + 1 } : now with { Opened = now.Opened + 1 });
        if (TelemetryOf(next.Model) is { } telemetry)
        {
            telemetry.Log.IncidentOpened(next.Model, next.Id, next.Kind, (int)next.Severity, isBack ? "reopened" : "opened");
            telemetry.Count(
                isBack
                    ? telemetry.Counter(SafetyTelemetry.IncidentsReopened, "{incident}", "Incidents that were over and came back.")
                    : telemetry.Counter(SafetyTelemetry.IncidentsOpened, "{incident}", "Incidents that were opened."),
                new(SafetyTelemetry.SeverityTag, TextOf(next.Severity)),
                new(SafetyTelemetry.IncidentKindTag, next.Kind));
        }
    }

    private void CountContainment(Incident incident, string action, string result, string? failure)
    {
        _counts.Add(now => failure is not null ? now with { ContainmentFailed = now.ContainmentFailed + 1 }
            : result == "applied" ? now with { ContainmentApplied = now.ContainmentApplied + 1 } : now);
        if (TelemetryOf(incident.Model) is { } telemetry)
        {
            telemetry.Log.ContainmentDone(incident.Model, action, incident.Id, result, failure is not null);
            telemetry.Count(
                telemetry.Counter(SafetyTelemetry.Containment, "{action}", "Containment actions that were applied or undone, or failed."),
                new(SafetyTelemetry.ContainmentActionTag, action),
                new(SafetyTelemetry.ContainmentResultTag, result));
        }
    }

    private ModelTelemetry? TelemetryOf(string model) => _telemetry.GetValueOrDefault(model);

    private static string TextOf(IncidentSeverity severity) => severity switch
    {
        IncidentSeverity.Critical => "1",
        IncidentSeverity.Major => "2",
        IncidentSeverity.Moderate => "3",
        IncidentSeverity.Minor => "4",
        _ => throw new UnreachableException(),
    };
}
