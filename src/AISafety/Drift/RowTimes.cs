namespace AISafety.Drift;

/// <summary>Remembers when recent rows came, to some sixteen rows.</summary>
internal sealed class RowTimes
{
    private const int Most = 1_024;
    private const int Spacing = 16;

    private readonly Queue<(long Row, DateTimeOffset Time)> _blocks = new();
    private long _next;

    /// <summary>A block begins.</summary>
    public void Add(long firstRow, DateTimeOffset time)
    {
        if (firstRow < _next)
        {
            return;
        }

        _next = firstRow + Spacing;
        if (_blocks.Count == Most)
        {
            _blocks.Dequeue();
        }

        _blocks.Enqueue((firstRow, time));
    }

    /// <summary>When the last remembered block up to a row began; null for a row that is too long ago.</summary>
    public DateTimeOffset? Of(long row)
    {
        DateTimeOffset? time = null;
        foreach ((long first, DateTimeOffset began) in _blocks)
        {
            if (first > row)
            {
                break;
            }

            time = began;
        }

        return time;
    }
}
