using AISafety.Telemetry;

namespace AISafety.Alerts;

/// <summary>Keeps one action in step with the conditions that are there. Holds for each condition only what it said last, so that nothing is lost and the memory is bounded.</summary>
internal sealed class ActionWorker
{
    private readonly Func<SafetyAlert, bool> _when;
    private readonly IAlertAction _action;
    private readonly ModelTelemetry _telemetry;
    private readonly CancellationToken _stop;
    private readonly Lock _gate = new();
    private readonly OrderedDictionary<AlertKey, SafetyAlert> _waiting = [];
    private readonly HashSet<AlertKey> _applied = [];
    private readonly AlertPump _pump;
    private AlertKey? _inHand;
    private string? _closedAs;
    private long _failed;

    public ActionWorker(Func<SafetyAlert, bool> when, IAlertAction action, ModelTelemetry telemetry, CancellationToken stop)
    {
        _when = when;
        _action = action;
        _telemetry = telemetry;
        _stop = stop;
        _pump = new(DoNextAsync);
    }

    public object Part => _action;

    public Task Idle => _pump.Idle;

    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Takes what a condition says. Never waits.</summary>
    public void Hand(SafetyAlert alert)
    {
        AlertKey key = AlertKey.Of(alert);
        lock (_gate)
        {
            if (alert.State == AlertState.Resolved && !_applied.Contains(key) && _inHand != key)
            {
                _waiting.Remove(key);
                return;
            }

            _waiting[key] = alert;
        }

        _pump.Wake();
    }

    /// <summary>Says that the safe model has ended. Its conditions are not over, so nothing is reverted; but a breaker that other models share is not held for it for ever.</summary>
    public void Close(string instance)
    {
        lock (_gate)
        {
            _closedAs = instance;
        }

        (_action as AlertBreaker)?.Release(instance);
    }

    private async ValueTask<bool> DoNextAsync()
    {
        AlertKey key;
        SafetyAlert alert;
        bool isApplied;
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                return false;
            }

            (key, alert) = _waiting.GetAt(0);
            _waiting.RemoveAt(0);
            _inHand = key;
            isApplied = _applied.Contains(key);
        }

        if (alert.State == AlertState.Resolved)
        {
            if (isApplied)
            {
                await TryAsync(_action.RevertAsync, alert).ConfigureAwait(false);
                isApplied = false;
            }
        }
        else if (!isApplied && IsMeant(alert))
        {
            isApplied = await TryAsync(_action.ApplyAsync, alert).ConfigureAwait(false);
        }

        lock (_gate)
        {
            _ = isApplied ? _applied.Add(key) : _applied.Remove(key);
            _inHand = null;
            if (_closedAs is { } instance)
            {
                // What came too late for disposal was applied after the release.
                (_action as AlertBreaker)?.Release(instance);
            }
        }

        return true;
    }

    /// <summary>A condition that cannot be judged is acted on: that is the safe side.</summary>
    private bool IsMeant(SafetyAlert alert)
    {
        try
        {
            return _when(alert);
        }
        catch (Exception exception)
        {
            Fail(alert, exception);
            return true;
        }
    }

    private async ValueTask<bool> TryAsync(Func<SafetyAlert, CancellationToken, ValueTask> act, SafetyAlert alert)
    {
        try
        {
            await act(alert, _stop).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception)
        {
            Fail(alert, exception);
            return false;
        }
    }

    private void Fail(SafetyAlert alert, Exception exception)
    {
        Interlocked.Increment(ref _failed);
        _telemetry.Log.AlertActionFailed(_telemetry.Name, _action.GetType().Name, alert.Code, exception);
    }
}
