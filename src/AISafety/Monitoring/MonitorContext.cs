namespace AISafety;

/// <summary>What a monitor can do besides reading its block.</summary>
public sealed class MonitorContext
{
    private readonly string _monitor;
    private readonly Action<SafetyAlert> _raise;

    internal MonitorContext(string monitor, Action<SafetyAlert> raise, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        _monitor = monitor;
        _raise = raise;
        TimeProvider = timeProvider;
        CancellationToken = cancellationToken;
    }

    /// <summary>The clock of the safe model.</summary>
    public TimeProvider TimeProvider { get; }

    /// <summary>Cancelled when the safe model stops waiting for the monitor to finish.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>Raises an alert: the handlers of <see cref="SafetyBuilder{TIn, TOut}.OnAlert"/> run at once, on the monitor's thread.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="alert"/> is null.</exception>
    public void Raise(SafetyAlert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        _raise(alert with { Monitor = _monitor, RaisedAt = TimeProvider.GetUtcNow() });
    }
}
