using System.Globalization;
using AISafety.Telemetry;

namespace AISafety.Alerts;

/// <summary>Where all alerts of a safe model come in: the gate decides what is sent; sinks and actions get it from their queues, handlers at once.</summary>
internal sealed class AlertDesk : IAsyncDisposable
{
    // A timer takes at most 49 days; waking in vain costs nothing.
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

    private readonly TimeProvider _timeProvider;
    private readonly ModelTelemetry _telemetry;
    private readonly Func<SafetyAlert, Task?>[] _handlers;
    private readonly SinkWorker[] _sinks;
    private readonly ActionWorker[] _actions;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly AlertGate _gate;
    private readonly string _instance;
    private ITimer? _timer;
    private DateTimeOffset _wakeAt = DateTimeOffset.MaxValue;
    private bool _isClosed;

    public AlertDesk(
        AlertOptions options,
        IEnumerable<(IAlertSink Sink, string Name)> sinks,
        IEnumerable<(Func<SafetyAlert, bool> When, IAlertAction Action)> actions,
        Func<SafetyAlert, Task?>[] handlers,
        TimeProvider timeProvider,
        ModelTelemetry telemetry,
        ulong nonce)
    {
        _timeProvider = timeProvider;
        _telemetry = telemetry;
        _handlers = handlers;
        _instance = nonce.ToString(AlertGate.InstanceFormat, CultureInfo.InvariantCulture);
        _gate = new(options, _instance);
        _sinks = [.. sinks.Select(one => new SinkWorker(one.Sink, one.Name, options.QueueCapacity, telemetry, _stop.Token))];
        _actions = [.. actions.Select(one => new ActionWorker(one.When, one.Action, telemetry, _stop.Token))];
    }

    public AlertStatistics Statistics
    {
        get
        {
            lock (_lock)
            {
                return new(_gate.Raised, _gate.Sent, _gate.Folded, _gate.Resolved, _gate.Open, [.. _sinks.Select(static sink => sink.Statistics)])
                {
                    Overflowed = _gate.Overflowed,
                    ActionsFailed = _actions.Sum(static action => action.Failed),
                };
            }
        }
    }

    /// <summary>The sinks, and the actions, with what they are called.</summary>
    public IEnumerable<(object Part, string Name)> Parts =>
        [.. _sinks.Select(static sink => (sink.Part, sink.Name)), .. _actions.Select(static action => (action.Part, action.Part.GetType().Name))];

    /// <summary>The conditions that are there, the oldest first.</summary>
    public SafetyAlert[] Open
    {
        get
        {
            lock (_lock)
            {
                return _gate.Current;
            }
        }
    }

    /// <summary>Takes a raise. After the close it is ignored: nobody is left to be told, and handlers may be gone.</summary>
    public void Raise(SafetyAlert alert)
    {
        List<SafetyAlert> events = [];
        List<string>? overrun;
        bool isSent;
        lock (_lock)
        {
            if (_isClosed)
            {
                return;
            }

            isSent = _gate.Raise(alert with { Model = _telemetry.Name }, _timeProvider.GetUtcNow(), events);
            overrun = PassOn(events);
        }

        if (!isSent)
        {
            _telemetry.AlertFolded(alert);
        }

        Tell(events, overrun);
    }

    /// <summary>Takes it that a condition was not found.</summary>
    public void Clear(AlertKey key) => Settle(key, static (gate, one, now, events) => gate.Clear(one, now, events));

    /// <summary>Takes it that a condition is over, from the part whose own state it is.</summary>
    public void End(AlertKey key) => Settle(key, static (gate, one, now, events) => gate.End(one, now, events));

    private void Settle(AlertKey key, Action<AlertGate, AlertKey, DateTimeOffset, List<SafetyAlert>> settle)
    {
        List<SafetyAlert> events = [];
        List<string>? overrun;
        lock (_lock)
        {
            if (_isClosed)
            {
                return;
            }

            settle(_gate, key, _timeProvider.GetUtcNow(), events);
            overrun = PassOn(events);
        }

        Tell(events, overrun);
    }

    /// <summary>Waits until sinks and actions have done what they were given, at most for <paramref name="longest"/>; what is left stays in their queues.</summary>
    public async Task FlushAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        try
        {
            await Idle().WaitAsync(longest, _timeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Documented; the statistics say what is pending.
        }
    }

    /// <summary>Waits as <see cref="FlushAsync"/>, then stops; what is left is counted as dropped.</summary>
    public async Task CloseAsync(TimeSpan longest)
    {
        lock (_lock)
        {
            _isClosed = true;
            _timer?.Dispose();
            _timer = null;
        }

        Task idle = Idle();
        try
        {
            await idle.WaitAsync(longest, _timeProvider).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            foreach (SinkWorker sink in _sinks)
            {
                if (sink.Abandon())
                {
                    _telemetry.Log.AlertsDropped(_telemetry.Name, sink.Name);
                }
            }

            // Not awaited: what a sink has registered with the token may throw, or never return.
            UnawaitedTask.Observe(_stop.CancelAsync());
        }

        foreach (ActionWorker action in _actions)
        {
            action.Close(_instance);
        }
    }

    public ValueTask DisposeAsync() => new(CloseAsync(TimeSpan.Zero));

    private Task Idle() => Task.WhenAll([.. _sinks.Select(static sink => sink.Idle), .. _actions.Select(static action => action.Idle)]);

    /// <summary>Within the lock, so that every sink and action gets the alerts in their order. Says which sinks have begun to drop.</summary>
    private List<string>? PassOn(List<SafetyAlert> events)
    {
        List<string>? overrun = null;
        foreach (SafetyAlert alert in events)
        {
            foreach (SinkWorker sink in _sinks)
            {
                if (sink.Hand(alert))
                {
                    (overrun ??= []).Add(sink.Name);
                }
            }

            foreach (ActionWorker action in _actions)
            {
                action.Hand(alert);
            }
        }

        Schedule();
        return overrun;
    }

    /// <summary>Outside the lock: loggers and handlers are foreign code.</summary>
    private void Tell(List<SafetyAlert> events, List<string>? overrun)
    {
        foreach (SafetyAlert alert in events)
        {
            _telemetry.Alerted(alert);
            foreach (Func<SafetyAlert, Task?> handler in _handlers)
            {
                try
                {
                    Watch(handler(alert), alert);
                }
                catch (Exception exception)
                {
                    // Documented: one handler must not keep the alert from the others, nor end the monitor's thread.
                    _telemetry.Log.AlertHandlerFailed(_telemetry.Name, alert.Code, exception);
                }
            }
        }

        foreach (string sink in overrun ?? [])
        {
            _telemetry.Log.AlertsDropped(_telemetry.Name, sink);
        }
    }

    /// <summary>Nobody waits for a handler that waits, but it fails as loudly as one that does not.</summary>
    private void Watch(Task? running, SafetyAlert alert) => _ = running?.ContinueWith(
        failed => _telemetry.Log.AlertHandlerFailed(_telemetry.Name, alert.Code, failed.Exception!.InnerException!),
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);

    /// <summary>Sets the timer for what is due next. A time that has moved back only wakes it in vain.</summary>
    private void Schedule()
    {
        DateTimeOffset due = _gate.Due;
        if (due >= _wakeAt || _isClosed)
        {
            return;
        }

        TimeSpan wait = due - _timeProvider.GetUtcNow();
        wait = wait < TimeSpan.Zero ? TimeSpan.Zero : wait > s_longest ? s_longest : wait;
        _wakeAt = due;
        _timer ??= _timeProvider.CreateTimer(static desk => ((AlertDesk)desk!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private void OnTimer()
    {
        List<SafetyAlert> events = [];
        List<string>? overrun;
        lock (_lock)
        {
            if (_isClosed)
            {
                return;
            }

            _wakeAt = DateTimeOffset.MaxValue;
            _gate.Sweep(_timeProvider.GetUtcNow(), events);
            overrun = PassOn(events);
        }

        Tell(events, overrun);
    }
}
