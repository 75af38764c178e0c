namespace AISafety.Alerts;

/// <summary>By which a part that is not a monitor raises alerts: a kill switch, a ladder, a rollout.</summary>
/// <remarks>Thread-safe. What is raised while the safe model is being built is sent when it has been.</remarks>
internal sealed class AlertPort(TimeProvider timeProvider)
{
    private readonly Lock _lock = new();
    private List<SafetyAlert>? _early = [];
    private AlertDesk? _desk;

    /// <summary>Says that a condition is there.</summary>
    /// <param name="part">The part's name: the alert's <see cref="SafetyAlert.Monitor"/>.</param>
    /// <param name="alert">The alert.</param>
    public void Raise(string part, SafetyAlert alert)
    {
        SafetyAlert stamped = alert with { Monitor = part, RaisedAt = timeProvider.GetUtcNow() };
        lock (_lock)
        {
            if (_early is not null)
            {
                _early.Add(stamped);
                return;
            }
        }

        _desk!.Raise(stamped);
    }

    /// <summary>Says that a condition is over, at once: a part knows its own state.</summary>
    /// <param name="part">The name that it was raised with.</param>
    /// <param name="code">The code that it was raised with.</param>
    public void End(string part, string code)
    {
        AlertKey key = new(part, code, null, null);
        lock (_lock)
        {
            if (_early is not null)
            {
                _early.RemoveAll(alert => AlertKey.Of(alert) == key);
                return;
            }
        }

        _desk!.End(key);
    }

    /// <summary>Called once, when the desk has been made.</summary>
    public void Open(AlertDesk desk)
    {
        List<SafetyAlert> early;
        lock (_lock)
        {
            early = _early!;
            _desk = desk;
            _early = null;
        }

        early.ForEach(desk.Raise);
    }
}
