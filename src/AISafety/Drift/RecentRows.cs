namespace AISafety.Drift;

/// <summary>The last rows, column by column, in a ring: what windows, drivers and histograms are taken from.</summary>
internal sealed class RecentRows
{
    private const long MemoryBudget = 64L << 20;

    private readonly float[] _cells;

    /// <param name="columns">How many numbers a row has.</param>
    /// <param name="least">How many rows are needed at least; as many more as fit 64 MB are kept, 4,096 at most.</param>
    public RecentRows(int columns, int least)
    {
        long affordable = MemoryBudget / (sizeof(float) * (long)Math.Max(1, columns));
        Capacity = (int)Math.Max(least, Math.Min(4_096, affordable));
        Columns = columns;
        _cells = new float[(long)columns * Capacity];
    }

    public int Columns { get; }

    /// <summary>How many rows are remembered.</summary>
    public int Capacity { get; }

    /// <summary>How many rows there were.</summary>
    public long Count { get; private set; }

    /// <summary>Takes rows.</summary>
    /// <param name="columns">Column after column, <paramref name="stride"/> places each.</param>
    /// <param name="stride">From one column's first value to the next one's.</param>
    /// <param name="first">The first row to take.</param>
    /// <param name="count">How many rows; at most the capacity.</param>
    public void Add(ReadOnlySpan<float> columns, int stride, int first, int count)
    {
        int place = (int)(Count % Capacity);
        int untilEnd = Math.Min(count, Capacity - place);
        for (int column = 0; column < Columns; column++)
        {
            ReadOnlySpan<float> values = columns.Slice((column * stride) + first, count);
            Span<float> ring = _cells.AsSpan(column * Capacity, Capacity);
            values[..untilEnd].CopyTo(ring[place..]);
            values[untilEnd..].CopyTo(ring);
        }

        Count += count;
    }

    /// <summary>The last values of a column, in their order; <paramref name="scratch"/> where the ring had to be unrolled.</summary>
    /// <param name="column">Which column.</param>
    /// <param name="count">How many; at most as many as are remembered.</param>
    /// <param name="scratch">As long as the capacity.</param>
    public ReadOnlySpan<float> Last(int column, int count, float[] scratch)
    {
        int end = (int)(Count % Capacity);
        ReadOnlySpan<float> ring = _cells.AsSpan(column * Capacity, Capacity);
        if (end == 0)
        {
            end = Capacity;
        }

        if (count <= end)
        {
            return ring.Slice(end - count, count);
        }

        int early = count - end;
        ring[^early..].CopyTo(scratch);
        ring[..end].CopyTo(scratch.AsSpan(early));
        return scratch.AsSpan(0, count);
    }
}
