namespace AISafety.Alerts;

/// <summary>Which calls try a model that is held back: after a wait some in a row, and then the same again. Knows no clock. Thread-safe.</summary>
internal sealed class BreakerTrial(TimeSpan wait, int calls)
{
    private readonly Lock _gate = new();
    private DateTimeOffset _since = DateTimeOffset.MinValue;
    private DateTimeOffset _waitsFrom;
    private int _left;

    /// <summary>Whether a call is one of them.</summary>
    /// <param name="since">When a condition last came to hold the model; a later one than before begins the wait anew.</param>
    /// <param name="now">The time. One that has been set back begins the wait anew.</param>
    public bool Admits(DateTimeOffset since, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (since > _since)
            {
                (_since, _waitsFrom, _left) = (since, since, 0);
            }

            _waitsFrom = now < _waitsFrom ? now : _waitsFrom;
            if (_left == 0)
            {
                if (now - _waitsFrom < wait)
                {
                    return false;
                }

                _left = calls;
            }

            if (--_left == 0)
            {
                _waitsFrom = now;
            }

            return true;
        }
    }
}
