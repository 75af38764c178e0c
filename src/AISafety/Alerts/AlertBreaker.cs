namespace AISafety.Alerts;

/// <summary>Holds a model back while a condition is there: every call is denied with <c>alert.open</c>, so that the fallback chain answers. Added by
/// <c>AddAlertBreaker</c>.</summary>
/// <remarks>Thread-safe. One that is given to several safe models holds all of them back.</remarks>
public sealed class AlertBreaker : IAlertAction
{
    private readonly Lock _gate = new();
    private readonly HashSet<(string Instance, AlertKey Key)> _holding = [];
    private volatile Evidence? _reason;

    /// <summary>Whether calls are denied.</summary>
    public bool IsOpen => _reason is not null;

    internal Evidence? Reason => _reason;

    /// <summary>Admits calls again, by hand. Conditions that are there now no longer hold the model back; one that is over and comes up again does.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            _holding.Clear();
            _reason = null;
        }
    }

    /// <inheritdoc/>
    public ValueTask ApplyAsync(SafetyAlert alert, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(alert);
        lock (_gate)
        {
            _holding.Add(KeyOf(alert));
            _reason ??= new("alert.open", $"The model is held back since alert '{alert.Code}' of '{alert.Monitor}' is open.");
        }

        return default;
    }

    /// <inheritdoc/>
    public ValueTask RevertAsync(SafetyAlert alert, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(alert);
        lock (_gate)
        {
            if (_holding.Remove(KeyOf(alert)) && _holding.Count == 0)
            {
                _reason = null;
            }
        }

        return default;
    }

    /// <summary>The first part of an id is that of the safe model: two may have the same name.</summary>
    private static (string Instance, AlertKey Key) KeyOf(SafetyAlert alert) => (alert.Id.Split('-')[0], AlertKey.Of(alert));
}
