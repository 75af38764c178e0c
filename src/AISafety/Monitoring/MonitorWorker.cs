namespace AISafety;

/// <summary>One monitor with its own thread and queue, so that a stuck one holds up nobody else.</summary>
internal sealed class MonitorWorker
{
    private const string FailedCode = "monitor.failed";

    private readonly ISafetyMonitor _monitor;
    private readonly MonitorContext _context;
    private readonly Action<ColumnBlock> _release;
    private readonly BlockingQueue<object> _queue;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private int _inHand;
    private bool _hasFailed;
    private bool _abandoned;
    private long _observed;
    private long _dropped;

    public MonitorWorker(ISafetyMonitor monitor, string name, int capacity, MonitorContext context, Action<ColumnBlock> release)
    {
        _monitor = monitor;
        Name = name;
        _context = context;
        _release = release;
        _queue = new(capacity);
        Thread thread = new(Run) { IsBackground = true, Name = $"AISafety monitor {name}" };
        thread.Start();
    }

    public string Name { get; }

    public Task Ended => _ended.Task;

    /// <summary>Rows of blocks handed to this worker that it has observed, and that it never saw.</summary>
    public (long Observed, long Dropped) Counts
    {
        get
        {
            lock (_gate)
            {
                return (_observed, _dropped);
            }
        }
    }

    /// <summary>Hands the worker a block, of which it holds a reference until it is done; a full queue drops it.</summary>
    public void Hand(ColumnBlock block)
    {
        int rows = block.RowCount;
        if (!_queue.TryAdd(block))
        {
            Drop(rows);
            _release(block);
        }
    }

    public void Hand(FlushMarker marker)
    {
        if (!_queue.Add(marker))
        {
            marker.Reach();
        }
    }

    public void Close() => _queue.Close();

    /// <summary>Counts everything that is left as dropped: the monitor did not come back in time.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            _abandoned = true;
            _dropped += _inHand;
            _inHand = 0;
        }

        DropQueue();
    }

    private void Run()
    {
        while (_queue.Take(out object? item))
        {
            if (item is ColumnBlock block)
            {
                Observe(block);
                _release(block);
            }
            else
            {
                ((FlushMarker)item).Reach();
            }
        }

        _ended.TrySetResult();
    }

    private void Observe(ColumnBlock block)
    {
        int rows = block.RowCount;
        lock (_gate)
        {
            if (_abandoned)
            {
                _dropped += rows;
                return;
            }

            _inHand = rows;
        }

        bool observed = false;
        try
        {
            _monitor.Observe(block, _context);
            observed = true;
            if (_hasFailed)
            {
                _context.Clear(FailedCode);
            }
        }
        catch (Exception exception)
        {
            // The exception's text may hold data, its type does not.
            _hasFailed = true;
            _context.Raise(new(FailedCode, $"The monitor threw {exception.GetType().Name}; a block of {rows} is counted as dropped.", AlertSeverity.High)
            {
                Exception = exception,
            });
        }

        lock (_gate)
        {
            // Abandoned meanwhile: the rows are counted as dropped already.
            if (!_abandoned)
            {
                _ = observed ? _observed += rows : _dropped += rows;
                _inHand = 0;
            }
        }
    }

    private void DropQueue()
    {
        while (_queue.TryTake(out object? item))
        {
            if (item is ColumnBlock block)
            {
                Drop(block.RowCount);
                _release(block);
            }
            else
            {
                ((FlushMarker)item).Reach();
            }
        }
    }

    private void Drop(int rows)
    {
        lock (_gate)
        {
            _dropped += rows;
        }
    }
}
