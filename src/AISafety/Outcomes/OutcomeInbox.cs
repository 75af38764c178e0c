using System.Collections.Concurrent;

namespace AISafety;

/// <summary>Outcomes on their way from the threads that report them to the thread that joins them.</summary>
internal sealed class OutcomeInbox(BlockLayout layout, OutcomeOptions options)
{
    private readonly ConcurrentQueue<(ulong Number, float Label)> _reported = new();
    private readonly OutcomeJoin _join = new(layout, options);
    private readonly int _capacity = Math.Max(1024, options.EarlyLabels);
    private int _waiting;
    private long _accepted;
    private long _joined;
    private long _unmatched;
    private volatile bool _unsent;

    /// <summary>Whether enough outcomes wait that the joining thread should not sleep on.</summary>
    public bool IsFilling => Volatile.Read(ref _waiting) >= ColumnBlock.Capacity;

    public bool HasWork => _unsent || !_reported.IsEmpty;

    public OutcomeStatistics Statistics
    {
        get
        {
            long joined = Interlocked.Read(ref _joined);
            long unmatched = Interlocked.Read(ref _unmatched);
            return new(Interlocked.Read(ref _accepted), joined, unmatched);
        }
    }

    /// <summary>Takes an outcome; false if too many wait.</summary>
    public bool TryReport(ulong number, float label)
    {
        if (Interlocked.Increment(ref _waiting) > _capacity)
        {
            Interlocked.Decrement(ref _waiting);
            return false;
        }

        Interlocked.Increment(ref _accepted);
        _reported.Enqueue((number, label));
        return true;
    }

    /// <summary>On the joining thread: remembers rows.</summary>
    public void Add(RowBlock rows, Action<RowBlock> emit)
    {
        _join.Add(rows, emit);
        _unsent = true;
        Publish();
    }

    /// <summary>On the joining thread: joins what was reported and hands it over.</summary>
    public void Drain(Action<RowBlock> emit, bool isFlush = false)
    {
        while (_reported.TryDequeue(out (ulong Number, float Label) outcome))
        {
            Interlocked.Decrement(ref _waiting);
            _join.Report(outcome.Number, outcome.Label, emit);
        }

        if (isFlush)
        {
            _join.EndFlush();
        }

        _join.Flush(emit);
        _unsent = false;
        Publish();
    }

    private void Publish()
    {
        Interlocked.Exchange(ref _joined, _join.Joined);
        Interlocked.Exchange(ref _unmatched, _join.Unmatched);
    }
}
