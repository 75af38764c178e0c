namespace AISafety.Alerts;

/// <summary>Decides which raises are sent: one condition is one alert, until it is over. Pure: every call says what time it is. Not thread-safe.</summary>
internal sealed class AlertGate(AlertOptions options, string idPrefix)
{
    /// <summary>How the nonce of a safe model is written in the ids of its alerts.</summary>
    public const string InstanceFormat = "x16";

    private static readonly AlertKey s_overflow = new("alerts", "alerts.overflow", null, null);

    private readonly Dictionary<AlertKey, AlertCondition> _conditions = [];
    private DateTimeOffset _now = DateTimeOffset.MinValue;
    private long _number;

    public long Raised { get; private set; }

    public long Sent { get; private set; }

    public long Folded => Raised - Sent;

    public long Resolved { get; private set; }

    public long Overflowed { get; private set; }

    public int Open => _conditions.Values.Count(static condition => condition.IsOpen);

    /// <summary>When <see cref="Sweep"/> has something to do next; the end of time if nothing.</summary>
    public DateTimeOffset Due => _conditions.Count == 0 ? DateTimeOffset.MaxValue : _conditions.Values.Min(static condition => condition.Due);

    /// <summary>The conditions that are there, the oldest first.</summary>
    public SafetyAlert[] Current =>
        [.. _conditions.Values.Where(static condition => condition.IsOpen).Select(static condition => condition.Current).OrderBy(static alert => alert.OpenedAt)];

    /// <summary>Takes a raise.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="now">The time. One before that of an earlier call counts as that.</param>
    /// <param name="events">What is to be sent is added to it.</param>
    /// <returns>Whether the raise itself is sent; otherwise it was counted.</returns>
    public bool Raise(SafetyAlert alert, DateTimeOffset now, List<SafetyAlert> events)
    {
        _now = now > _now ? now : _now;
        Raised++;
        if (!_conditions.TryGetValue(AlertKey.Of(alert), out AlertCondition? condition) && !TryAdd(AlertKey.Of(alert), events, out condition))
        {
            Overflowed++;
            alert = Overflow(alert);
            if (!_conditions.TryGetValue(s_overflow, out condition))
            {
                _conditions.Add(s_overflow, condition = new(options, s_overflow));
            }
        }

        Settle(condition, events);
        if (condition.Raise(alert, _now) is not { } sent)
        {
            return false;
        }

        Sent++;
        string id = NextId();
        condition.Id = sent.State == AlertState.Raised ? id : condition.Id;
        events.Add(sent with { Id = id, ConditionId = condition.Id });
        return true;
    }

    /// <summary>Takes a clear report.</summary>
    public void Clear(AlertKey key, DateTimeOffset now, List<SafetyAlert> events)
    {
        _now = now > _now ? now : _now;
        if (_conditions.TryGetValue(key, out AlertCondition? condition))
        {
            Settle(condition, events);
            condition.Clear(_now);
            Settle(condition, events);
        }
    }

    /// <summary>Takes it from one who knows that a condition is over.</summary>
    public void End(AlertKey key, DateTimeOffset now, List<SafetyAlert> events)
    {
        _now = now > _now ? now : _now;
        if (_conditions.TryGetValue(key, out AlertCondition? condition) && condition.IsOpen)
        {
            condition.End(_now);
            Settle(condition, events);
        }
    }

    /// <summary>Lets happen what was due by now, in the order in which it was due.</summary>
    public void Sweep(DateTimeOffset now, List<SafetyAlert> events)
    {
        _now = now > _now ? now : _now;
        foreach (AlertCondition condition in _conditions.Values.Where(one => one.Due <= _now).OrderBy(static one => one.Due).ToArray())
        {
            Settle(condition, events);
            if (!condition.IsOpen && condition.Due <= _now)
            {
                _conditions.Remove(condition.Key);
            }
        }
    }

    private bool TryAdd(AlertKey key, List<SafetyAlert> events, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out AlertCondition? condition)
    {
        condition = null;
        if (IsFull)
        {
            Sweep(_now, events);
            if (IsFull && _conditions.Values.Where(static one => !one.IsOpen && one.Key != s_overflow).MinBy(static one => one.Due) is { } over)
            {
                // Only that it has flapped would be lost.
                _conditions.Remove(over.Key);
            }

            if (IsFull)
            {
                return false;
            }
        }

        _conditions.Add(key, condition = new(options, key));
        return true;
    }

    private bool IsFull => _conditions.Count - (_conditions.ContainsKey(s_overflow) ? 1 : 0) >= options.Capacity;

    /// <summary>As bad as what it stands for, so that what waits for bad alerts hears of it.</summary>
    private SafetyAlert Overflow(SafetyAlert alert) => new(
        s_overflow.Code, $"{options.Capacity} conditions are open; further ones are not told apart, and none of them is sent by itself.", alert.Severity)
    {
        Monitor = s_overflow.Monitor,
        SuggestedAction = $"Look at the open ones; raise {nameof(AlertOptions)}.{nameof(AlertOptions.Capacity)} if there are that many by right.",
    };

    private void Settle(AlertCondition condition, List<SafetyAlert> events)
    {
        if (condition.Settle(_now) is not { } end)
        {
            return;
        }

        Resolved++;
        events.Add(end with { Id = NextId() });
        if (condition.Key != s_overflow && _conditions.TryGetValue(s_overflow, out AlertCondition? overflow))
        {
            // There is room again, and nobody else would say so.
            overflow.End(end.RaisedAt);
            Settle(overflow, events);
        }
    }

    private string NextId() => $"{idPrefix}-{++_number}";
}
