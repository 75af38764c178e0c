namespace AISafety.Drift;

/// <summary>The last rows, column by column, in a ring: what windows, drivers and histograms are taken from.</summary>
internal sealed class RecentRows
{
    private const long MemoryBudget = 64L << 20;
    private const int MostCells = 500_000_000;

    private readonly float[] _cells;
    private readonly bool[] _unanswered;
    private long _answeredSince;

    /// <param name="columns">How many numbers a row has.</param>
    /// <param name="least">How many rows are needed at least; as many more as fit 64 MB are kept, 4,096 at most.</param>
    /// <exception cref="SafetyBuildException">That would be more than 2 GB.</exception>
    public RecentRows(int columns, int least)
    {
        long affordable = MemoryBudget / (sizeof(float) * (long)Math.Max(1, columns));
        Capacity = (int)Math.Max(least, Math.Min(4_096, affordable));
        Columns = columns;
        if ((long)columns * Capacity > MostCells)
        {
            throw new SafetyBuildException($"'drift': a window of {Capacity} rows of {columns} features is {(long)columns * Capacity} numbers; expected at most {MostCells}.");
        }

        _cells = new float[columns * Capacity];
        _unanswered = new bool[Capacity];
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
    /// <param name="unanswered">Whether each of the rows has no answer of the model; empty if all have one.</param>
    public void Add(ReadOnlySpan<float> columns, int stride, int first, int count, ReadOnlySpan<bool> unanswered = default)
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

        for (int i = 0; i < count; i++)
        {
            bool without = !unanswered.IsEmpty && unanswered[i];
            _unanswered[(place + i) % Capacity] = without;
            _answeredSince = without ? Count + i + 1 : _answeredSince;
        }

        Count += count;
    }

    /// <summary>The values of a column in those of the last rows that the model answered, in their order.</summary>
    /// <param name="column">Which column.</param>
    /// <param name="count">How many rows are looked at; at most as many as are remembered.</param>
    /// <param name="scratch">As long as the capacity.</param>
    public ReadOnlySpan<float> LastAnswered(int column, int count, float[] scratch)
    {
        ReadOnlySpan<float> all = Last(column, count, scratch);
        if (_answeredSince <= Count - count)
        {
            return all;
        }

        int kept = 0;
        for (int i = 0; i < count; i++)
        {
            if (!_unanswered[(int)((Count - count + i) % Capacity)])
            {
                scratch[kept++] = all[i];
            }
        }

        return scratch.AsSpan(0, kept);
    }

    /// <summary>How many rows up to one hold so many answers; at most as many as are remembered, and as many more as there are answers wanted before them.</summary>
    /// <param name="row">The last of the rows, counted from 0; remembered.</param>
    /// <param name="answers">How many answers.</param>
    public long SpanOfAnswers(long row, long answers)
    {
        if (_answeredSince <= Count - Capacity || _answeredSince <= row - answers)
        {
            return answers;
        }

        long span = 0;
        for (long at = row; answers > 0 && at >= 0 && at >= Count - Capacity; at--)
        {
            span++;
            answers -= _unanswered[(int)(at % Capacity)] ? 0 : 1;
        }

        return span + answers;
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
