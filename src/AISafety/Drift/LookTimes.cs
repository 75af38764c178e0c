namespace AISafety.Drift;

/// <summary>When a window is due: after so many rows, or after so much time if enough have come.</summary>
internal sealed class LookTimes
{
    private readonly DriftOptions _options;
    private long _lastLook;
    private DateTimeOffset? _lastTime;

    public LookTimes(DriftOptions options) => _options = options;

    /// <summary>How many more rows can come before one is due by their number; at least 1.</summary>
    /// <param name="rows">How many have come.</param>
    public long RowsLeft(long rows) => _options.Step - (rows - _lastLook);

    /// <summary>Whether one is due.</summary>
    /// <param name="rows">How many rows have come.</param>
    /// <param name="time">The time; one before the last is where time starts anew.</param>
    public bool IsDue(long rows, DateTimeOffset time)
    {
        long since = rows - _lastLook;
        if (since >= _options.Step)
        {
            return true;
        }

        if (_options.WindowTime is not { } most)
        {
            return false;
        }

        if (_lastTime is null || time < _lastTime)
        {
            _lastTime = time;
        }

        return since >= DriftWatch.LeastWindow && time - _lastTime >= most;
    }

    /// <summary>Notes that it is looked at now.</summary>
    /// <param name="rows">How many rows have come.</param>
    /// <param name="time">The time.</param>
    /// <param name="count">How many rows are the window.</param>
    /// <param name="since">How many of them have come since the last look.</param>
    /// <returns>Whether they are enough to be looked at.</returns>
    public bool Take(long rows, DateTimeOffset time, out int count, out long since)
    {
        since = rows - _lastLook;
        count = (int)Math.Min(since < _options.Step ? since : _options.WindowRows, rows);
        (_lastLook, _lastTime) = (rows, time);
        return count >= Math.Min(DriftWatch.LeastWindow, _options.WindowRows);
    }
}
