namespace AISafety;

/// <summary>Keeps recent rows until their outcomes are reported, and outcomes until their rows arrive. Used by one thread.</summary>
internal sealed class OutcomeJoin
{
    private readonly BlockLayout _layout;
    private readonly Dictionary<ulong, int> _places = [];
    private readonly RowBlock?[] _ring;
    private readonly int _capacity;
    private readonly Dictionary<ulong, (float Label, int Flush)> _early = [];
    private readonly Queue<ulong> _earlyOrder = new();
    private readonly int _earlyCapacity;
    private int _flushes;
    private int _next;
    private RowBlock _joined;

    public OutcomeJoin(BlockLayout layout, OutcomeOptions options)
    {
        _layout = layout;
        _capacity = options.Capacity;
        _earlyCapacity = options.EarlyLabels;
        _ring = new RowBlock?[(options.Capacity + ColumnBlock.Capacity - 1) / ColumnBlock.Capacity];
        _joined = new(layout);
    }

    public long Unmatched { get; private set; }

    public long Joined { get; private set; }

    /// <summary>Remembers rows; calls <paramref name="emit"/> for joined blocks that fill up on the way.</summary>
    public void Add(RowBlock rows, Action<RowBlock> emit)
    {
        for (int row = 0; row < rows.Count; row++)
        {
            RowHeader header = rows.Headers[row];
            if (header.Action == SafetyAction.NotEvaluated)
            {
                continue;
            }

            if (_early.Remove(header.Number, out (float Label, int Flush) early))
            {
                Join(rows, row, early.Label, emit);
                continue;
            }

            RowBlock kept = _ring[_next / ColumnBlock.Capacity] ??= new(_layout);
            int place = _next % ColumnBlock.Capacity;
            ulong oldest = kept.Headers[place].Number;
            if (oldest != 0 && _places.TryGetValue(oldest, out int held) && held == _next)
            {
                _places.Remove(oldest);
            }

            Copy(rows, row, kept, place);
            _places[header.Number] = _next;
            _next = _next + 1 == _capacity ? 0 : _next + 1;
        }
    }

    /// <summary>Takes an outcome.</summary>
    public void Report(ulong number, float label, Action<RowBlock> emit)
    {
        if (_places.Remove(number, out int place))
        {
            Join(_ring[place / ColumnBlock.Capacity]!, place % ColumnBlock.Capacity, label, emit);
        }
        else if (!_early.TryAdd(number, (label, _flushes)))
        {
            Unmatched++;
        }
        else
        {
            _earlyOrder.Enqueue(number);
            ForgetOldestEarly();
        }
    }

    /// <summary>Hands over what is joined so far.</summary>
    public void Flush(Action<RowBlock> emit)
    {
        if (_joined.Count > 0)
        {
            emit(_joined);
            _joined.Count = 0;
        }
    }

    /// <summary>A flush has handed over the rows of all calls that had ended. An outcome that came before the last flush and still has no row will never
    /// have one: its call gave way to newer ones, or had an outcome already.</summary>
    public void EndFlush()
    {
        ulong[] stale = [.. _early.Where(outcome => outcome.Value.Flush < _flushes).Select(outcome => outcome.Key)];
        foreach (ulong number in stale)
        {
            _early.Remove(number);
            Unmatched++;
        }

        _flushes++;
    }

    private void ForgetOldestEarly()
    {
        while (_early.Count > _earlyCapacity)
        {
            if (_early.Remove(_earlyOrder.Dequeue()))
            {
                Unmatched++;
            }
        }

        // The order still holds outcomes that were joined meanwhile.
        if (_earlyOrder.Count > 2 * _earlyCapacity + 16)
        {
            ulong[] waiting = [.. _earlyOrder.Where(_early.ContainsKey)];
            _earlyOrder.Clear();
            foreach (ulong number in waiting)
            {
                _earlyOrder.Enqueue(number);
            }
        }
    }

    private void Join(RowBlock rows, int row, float label, Action<RowBlock> emit)
    {
        int target = _joined.Count;
        Copy(rows, row, _joined, target);
        _joined.Headers[target].Label = label;
        _joined.Count = target + 1;
        Joined++;
        if (_joined.Count == ColumnBlock.Capacity)
        {
            Flush(emit);
        }
    }

    private void Copy(RowBlock from, int row, RowBlock to, int place)
    {
        int floats = _layout.FloatWidth;
        int codes = _layout.CodeWidth;
        from.Floats.AsSpan(row * floats, floats).CopyTo(to.Floats.AsSpan(place * floats, floats));
        from.Codes.AsSpan(row * codes, codes).CopyTo(to.Codes.AsSpan(place * codes, codes));
        to.Headers[place] = from.Headers[row];
    }
}
