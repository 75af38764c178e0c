using System.Collections.Concurrent;

namespace AISafety;

/// <summary>Takes full blocks from the lanes, turns them into columns, and hands them to every monitor. Has a thread of its own, which
/// also joins outcomes.</summary>
internal sealed class Distributor
{
    private const long MemoryBudget = 16L << 20;

    private readonly TimeProvider _timeProvider;
    private readonly MonitorWorker[] _workers;
    private readonly OutcomeInbox? _outcomes;
    private readonly BlockingQueue<object> _queue;
    private readonly ConcurrentQueue<RowBlock> _free;
    private readonly ColumnBlockPool _columns;
    private readonly ColumnBlockPool _labelled;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly object _wake = new();
    private long _recorded;
    private long _droppedAtSource;
    private int _wakePending;

    public Distributor(
        BlockLayout layout,
        RecordingOptions options,
        TimeProvider timeProvider,
        Func<Action<ColumnBlock>, MonitorWorker[]> createWorkers,
        OutcomeInbox? outcomes)
    {
        _timeProvider = timeProvider;
        _outcomes = outcomes;
        _columns = new(layout, hasLabels: false);
        _labelled = new(layout, hasLabels: true);
        long bytes = ColumnBlock.Capacity * (sizeof(float) * (long)layout.FloatWidth + layout.CodeWidth + 24);
        int blocks = (int)Math.Clamp(MemoryBudget / bytes, Math.Min(8, options.QueueCapacity), options.QueueCapacity);
        _queue = new(blocks + 1);
        _free = new(Enumerable.Range(0, blocks).Select(_ => new RowBlock(layout)));
        _workers = createWorkers(Release);
        Thread thread = new(Run) { IsBackground = true, Name = "AISafety distributor" };
        thread.Start();
    }

    public Task Ended => _ended.Task;

    public IReadOnlyList<MonitorWorker> Workers => _workers;

    /// <summary>Takes a block with rows and gives an empty one for it; null, and nothing taken, if there is none. Never waits.</summary>
    public RowBlock? TakeOver(RowBlock full)
    {
        int rows = full.Count;
        if (!_free.TryDequeue(out RowBlock? empty))
        {
            return null;
        }

        // Counted first, so that nobody sees rows observed that are not recorded.
        Interlocked.Add(ref _recorded, rows);
        if (!_queue.TryAdd(full))
        {
            Interlocked.Add(ref _recorded, -rows);
            _free.Enqueue(empty);
            return null;
        }

        return empty;
    }

    public void DropAtSource(int rows)
    {
        // In this order, as in TakeOver: nobody may see rows dropped that are not recorded.
        Interlocked.Add(ref _recorded, rows);
        Interlocked.Add(ref _droppedAtSource, rows);
    }

    /// <summary>Has the thread look at reported outcomes, and hand over those that are joined.</summary>
    public void Wake()
    {
        if (_outcomes is { HasWork: true } && Interlocked.Exchange(ref _wakePending, 1) == 0)
        {
            _queue.Add(_wake);
        }
    }

    /// <summary>Completes when every monitor has seen what was handed over before.</summary>
    public Task FlushAsync()
    {
        FlushMarker marker = new(_workers.Length);
        if (!_queue.Add(marker))
        {
            return Task.CompletedTask;
        }

        return marker.Reached;
    }

    public void Close() => _queue.Close();

    public MonitorStatistics[] Statistics()
    {
        MonitorStatistics[] statistics = new MonitorStatistics[_workers.Length];
        for (int i = 0; i < statistics.Length; i++)
        {
            // In this order, so that a row in motion is at worst pending.
            (long observed, long dropped) = _workers[i].Counts;
            long lost = Interlocked.Read(ref _droppedAtSource);
            long recorded = Interlocked.Read(ref _recorded);
            statistics[i] = new(_workers[i].Name, recorded, observed, dropped + lost);
        }

        return statistics;
    }

    private void Run()
    {
        while (_queue.Take(out object? item))
        {
            switch (item)
            {
                case RowBlock rows:
                    Distribute(rows, _columns);
                    _outcomes?.Add(rows, EmitJoined);
                    rows.Count = 0;
                    _free.Enqueue(rows);
                    break;
                case FlushMarker marker:
                    _outcomes?.Drain(EmitJoined, isFlush: true);
                    PassOn(marker);
                    break;
                default:
                    Volatile.Write(ref _wakePending, 0);
                    _outcomes?.Drain(EmitJoined);
                    break;
            }
        }

        _outcomes?.Drain(EmitJoined);
        _ended.TrySetResult();
    }

    private void EmitJoined(RowBlock rows)
    {
        rows.Opened = _timeProvider.GetUtcNow();
        Interlocked.Add(ref _recorded, rows.Count);
        Distribute(rows, _labelled);
    }

    private void Distribute(RowBlock rows, ColumnBlockPool pool)
    {
        if (_workers.Length == 0)
        {
            return;
        }

        ColumnBlock block = pool.Rent();
        block.Load(rows);
        block.References = _workers.Length;
        foreach (MonitorWorker worker in _workers)
        {
            worker.Hand(block);
        }
    }

    private void PassOn(FlushMarker marker)
    {
        if (_workers.Length == 0)
        {
            marker.Reach();
        }

        foreach (MonitorWorker worker in _workers)
        {
            worker.Hand(marker);
        }
    }

    private void Release(ColumnBlock block)
    {
        if (Interlocked.Decrement(ref block.References) == 0)
        {
            (block.HasLabels ? _labelled : _columns).Return(block);
        }
    }
}
