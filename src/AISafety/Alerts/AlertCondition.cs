namespace AISafety.Alerts;

/// <summary>The life of one condition: open, over, and for a while remembered. Knows no clock: every call says what time it is, and none goes back.</summary>
internal sealed class AlertCondition(AlertOptions options, AlertKey key)
{
    private SafetyAlert? _last;
    private SafetyAlert? _worstAlert;
    private AlertSeverity _worst;
    private DateTimeOffset _openedAt;
    private DateTimeOffset _raisedAt;
    private DateTimeOffset _sentAt;
    private DateTimeOffset _clearedAt;
    private DateTimeOffset? _resolvedAt;
    private long _raises;
    private int _clears;
    private bool _isFlapping;

    public AlertKey Key => key;

    /// <summary>The id of the alert that it came up with.</summary>
    public string Id { get; set; } = "";

    public bool IsOpen { get; private set; }

    /// <summary>When something happens by itself: the condition is over or, after that, forgotten. The end of time if nothing does.</summary>
    public DateTimeOffset Due => IsOpen ? Earliest(QuietDue, ClearedDue) : _resolvedAt is { } at ? Later(at, options.FlapWindow) : DateTimeOffset.MinValue;

    /// <summary>The last raise, as bad as the worst. That one may not have been sent, so it has the id of the alert that the condition came up with.</summary>
    public SafetyAlert Current => Stamp(_last! with { Severity = _worst, Id = Id }, AlertState.Raised, _raisedAt);

    private bool IsCleared => _clears >= options.ClearReports;

    /// <summary>The time that has to pass without a raise before a flapping condition may be over.</summary>
    private TimeSpan Hold => _isFlapping ? options.FlapWindow : TimeSpan.Zero;

    private DateTimeOffset ClearedDue => IsCleared ? Latest(_clearedAt, Later(_raisedAt, Hold)) : DateTimeOffset.MaxValue;

    private DateTimeOffset QuietDue
    {
        get
        {
            TimeSpan? quiet = _last!.ResolveAfter ?? options.ResolveAfter;
            return quiet > TimeSpan.Zero ? Later(_raisedAt, quiet.Value > Hold ? quiet.Value : Hold) : DateTimeOffset.MaxValue;
        }
    }

    /// <summary>Takes a raise; what is to be sent, or null if it is only counted.</summary>
    public SafetyAlert? Raise(SafetyAlert alert, DateTimeOffset now)
    {
        bool opens = !IsOpen;
        if (opens)
        {
            IsOpen = true;
            _isFlapping = _resolvedAt is { } resolvedAt && now < Later(resolvedAt, options.FlapWindow);
            _openedAt = now;
            _raises = 0;
        }

        _last = alert;
        _raisedAt = now;
        _raises++;
        _clears = 0;
        AlertState? state = opens ? AlertState.Raised
            : alert.Severity > _worst || alert.HasNews ? AlertState.Updated
            : options.RepeatAfter is { } repeat && now >= Later(_sentAt, repeat) ? AlertState.Reminder
            : null;
        if (opens || alert.Severity > _worst)
        {
            (_worst, _worstAlert) = (alert.Severity, alert);
        }

        if (state is null)
        {
            return null;
        }

        _sentAt = now;
        return Stamp(alert with { Severity = _worst }, state.Value, now);
    }

    /// <summary>Takes a clear report.</summary>
    public void Clear(DateTimeOffset now)
    {
        if (IsOpen && !IsCleared)
        {
            _clears++;
            _clearedAt = now;
        }
    }

    /// <summary>Takes as many clear reports as it needs.</summary>
    public void End(DateTimeOffset at)
    {
        if (IsOpen && !IsCleared)
        {
            _clears = options.ClearReports;
            _clearedAt = at;
        }
    }

    /// <summary>Lets happen what was due by now: the condition's end to be sent, or null if it goes on.</summary>
    /// <remarks>It ends when it was due, not when somebody looked, so that nothing depends on how prompt the timer is.</remarks>
    public SafetyAlert? Settle(DateTimeOffset now)
    {
        if (!IsOpen || Due > now)
        {
            return null;
        }

        DateTimeOffset over = Due;
        SafetyAlert end = Stamp(
            _worstAlert! with
            {
                Message = $"Over after {TimeSpan.FromSeconds(Math.Round((over - _openedAt).TotalSeconds)):c}, raised {_raises} times: {_worstAlert.Message}",
                Exception = null,
                Resolution = ClearedDue <= QuietDue ? AlertResolution.Cleared : AlertResolution.Quiet,
            },
            AlertState.Resolved,
            over);
        IsOpen = false;
        _resolvedAt = over;
        return end;
    }

    private static DateTimeOffset Later(DateTimeOffset moment, TimeSpan by) => DateTimeOffset.MaxValue - moment > by ? moment + by : DateTimeOffset.MaxValue;

    private static DateTimeOffset Earliest(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static DateTimeOffset Latest(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private SafetyAlert Stamp(SafetyAlert alert, AlertState state, DateTimeOffset at) => alert with
    {
        State = state,
        ConditionId = Id,
        RaisedAt = at,
        OpenedAt = _openedAt,
        Raises = _raises,
        IsFlapping = _isFlapping,
    };
}
