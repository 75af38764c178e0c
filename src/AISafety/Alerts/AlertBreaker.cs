namespace AISafety.Alerts;

/// <summary>Holds a model back while a condition is there: calls are denied with <c>alert.open</c>, so that the fallback chain answers. Added by
/// <c>AddAlertBreaker</c>.</summary>
/// <remarks>
/// <para>A model that is held back gives the monitors of its outputs nothing to judge by. So <see cref="AlertOptions.ResolveAfter"/> after it was last held, <see cref="TrialCalls"/> calls are let through, and as
/// many again each time that this long has passed, until the condition is over.</para>
/// <para>Thread-safe. One that is given to several safe models holds all of them back; only the model that has the condition is tried. What a model holds ends with its disposal.</para>
/// </remarks>
public sealed class AlertBreaker : IAlertAction
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Instance, AlertKey Key), DateTimeOffset> _holding = [];
    private volatile Evidence? _reason;

    /// <summary>Whether the model is held back.</summary>
    public bool IsOpen => _reason is not null;

    /// <summary>How many calls are let through when the model is tried again: 0 (it never is) or more; default 1,000, for monitors judge by windows of about as many. All of them may be answered badly.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int TrialCalls
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 1_000;

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
            _holding[KeyOf(alert)] = alert.RaisedAt;
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
            _holding.Remove(KeyOf(alert));
            CloseIfFree();
        }

        return default;
    }

    /// <summary>When conditions of one safe model last came to hold it; null if none does.</summary>
    internal DateTimeOffset? HeldSince(string instance)
    {
        lock (_gate)
        {
            DateTimeOffset? since = null;
            foreach (((string holder, _), DateTimeOffset at) in _holding)
            {
                since = holder == instance && !(at < since) ? at : since;
            }

            return since;
        }
    }

    /// <summary>Forgets the conditions of one safe model: it has ended, and nobody would ever say that they are over.</summary>
    internal void Release(string instance)
    {
        lock (_gate)
        {
            foreach ((string Instance, AlertKey Key) held in _holding.Keys.Where(held => held.Instance == instance).ToArray())
            {
                _holding.Remove(held);
            }

            CloseIfFree();
        }
    }

    private void CloseIfFree() => _reason = _holding.Count == 0 ? null : _reason;

    /// <summary>The first part of an id is that of the safe model: two may have the same name.</summary>
    private static (string Instance, AlertKey Key) KeyOf(SafetyAlert alert) => (alert.Id.Split('-')[0], AlertKey.Of(alert));
}
