using AISafety.Alerts;

namespace AISafety;

/// <summary>What a monitor can do besides reading its block.</summary>
public sealed class MonitorContext
{
    private readonly string _monitor;
    private readonly Action<SafetyAlert> _raise;
    private readonly Action<AlertKey>? _clear;

    internal MonitorContext(
        string monitor, Action<SafetyAlert> raise, TimeProvider timeProvider, CancellationToken cancellationToken, Action<AlertKey>? clear = null)
    {
        _monitor = monitor;
        _raise = raise;
        _clear = clear;
        TimeProvider = timeProvider;
        CancellationToken = cancellationToken;
    }

    /// <summary>The clock of the safe model.</summary>
    public TimeProvider TimeProvider { get; }

    /// <summary>Cancelled when the safe model stops waiting for the monitor to finish.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>Says that a condition is there. Its first raise is sent; while it stays, further ones are counted, and sent only if they are worse or the last
    /// was long ago. The handlers of <see cref="SafetyBuilder{TIn, TOut}.OnAlert(Action{SafetyAlert})"/> run at once, on the monitor's thread.</summary>
    /// <param name="alert">The alert. Code, feature and metric say which condition of this monitor it is about.</param>
    /// <exception cref="ArgumentNullException"><paramref name="alert"/> is null.</exception>
    public void Raise(SafetyAlert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);

        // An alert that a monitor passes on says something else than the part that raised it.
        _raise(alert with { Monitor = _monitor, RaisedAt = TimeProvider.GetUtcNow(), SetOffBy = null });
    }

    /// <summary>Says that a condition was looked for and is not there. It is over after <see cref="Alerts.AlertOptions.ClearReports"/> of these in a row. One that is not
    /// there anyhow may be cleared: nothing happens.</summary>
    /// <param name="code">The code that it was raised with.</param>
    /// <param name="feature">The feature that it was raised with.</param>
    /// <param name="metric">The metric that it was raised with.</param>
    /// <exception cref="ArgumentNullException"><paramref name="code"/> is null.</exception>
    public void Clear(string code, string? feature = null, string? metric = null)
    {
        ArgumentNullException.ThrowIfNull(code);
        _clear?.Invoke(new(_monitor, code, feature, metric));
    }
}
