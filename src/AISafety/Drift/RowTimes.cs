namespace AISafety.Drift;

/// <summary>Remembers when recent rows came, block by block.</summary>
internal sealed class RowTimes
{
    private const int Blocks = 256;

    private readonly Queue<(long Row, DateTimeOffset Time)> _blocks = new();

    /// <summary>A block begins.</summary>
    public void Add(long firstRow, DateTimeOffset time)
    {
        if (_blocks.Count == Blocks)
        {
            _blocks.Dequeue();
        }

        _blocks.Enqueue((firstRow, time));
    }

    /// <summary>When a row's block began; of a row that is too long ago, when the oldest remembered one did.</summary>
    public DateTimeOffset? Of(long row)
    {
        DateTimeOffset? time = null;
        foreach ((long first, DateTimeOffset began) in _blocks)
        {
            if (time is null || first <= row)
            {
                time = began;
            }
        }

        return time;
    }
}
