namespace AISafety;

/// <summary>The calls' side of recording: lanes that are filled without sharing, and full blocks handed to the distributor.</summary>
internal sealed class Recorder
{
    // Ids are drawn from ranges, so that a shared counter is touched once in a million calls.
    private const int RangeBits = 20;

    private readonly TimeProvider _timeProvider;
    private readonly RecordingOptions _options;
    private readonly LanePool _lanes;
    private readonly Lane _shared;
    private readonly Lock _sharedGate = new();
    private readonly Distributor? _distributor;
    private readonly ITimer? _sweeper;
    private long _ranges = -1;
    private int _epoch;
    private int _waitingCalls;
    private volatile bool _closed;
    private volatile bool _drained;

    public Recorder(BlockLayout layout, RecordingOptions options, TimeProvider timeProvider, Distributor? distributor, Func<SafetyContext> newContext)
    {
        Layout = layout;
        NewContext = newContext;
        _options = options;
        _timeProvider = timeProvider;
        _distributor = distributor;
        _lanes = new(NewLane);
        _shared = NewLane();
        if (distributor is not null)
        {
            TimeSpan period = options.MaxBlockAge / 2;
            _sweeper = timeProvider.CreateTimer(static state => ((Recorder)state!).Sweep(), this, period, period);
        }
    }

    public BlockLayout Layout { get; }

    public Func<SafetyContext> NewContext { get; }

    public bool IsClosed => _closed;

    /// <summary>Whether anybody watches.</summary>
    public bool IsEnabled => _distributor is not null;

    /// <summary>A lane for the calling thread, with a new call number; null when all are out.</summary>
    public Lane? Rent()
    {
        Lane? lane = _lanes.Rent();
        if (lane is not null && ++lane.Number >= lane.LastNumber)
        {
            BeginRange(lane);
        }

        return lane;
    }

    /// <summary>A call number for a call without a lane.</summary>
    public ulong NextNumber()
    {
        lock (_sharedGate)
        {
            if (++_shared.Number >= _shared.LastNumber)
            {
                BeginRange(_shared);
            }

            return _shared.Number;
        }
    }

    public void Return(Lane lane)
    {
        // A flush or disposal is on its way and would otherwise have to wait for this lane to come by.
        bool isDue = lane.Epoch != Volatile.Read(ref _epoch);
        if (isDue)
        {
            HandOver(lane);
        }

        // Asked when the lane is at home: either we see that disposal has ended, or disposal sees the lane.
        _lanes.Return(lane);
        if (isDue && _drained)
        {
            DropWhatIsLeft();
        }
    }

    /// <summary>A call gives up its lane because it waits; disposal waits for it to end.</summary>
    public void BeginWaiting() => Interlocked.Increment(ref _waitingCalls);

    public void EndWaiting() => Interlocked.Decrement(ref _waitingCalls);

    /// <summary>Records a call: in its own lane, or in the one that calls without a lane share.</summary>
    public void Record(SafetyContext context, in RowHeader header)
    {
        if (context.Lane is { } lane)
        {
            if (lane.Append(context, header))
            {
                HandOverOrDrop(lane);
            }

            return;
        }

        lock (_sharedGate)
        {
            if (_shared.Append(context, header) | _drained)
            {
                HandOverOrDrop(_shared);
            }
        }
    }

    /// <summary>Hands over the rows of every call that has ended. Waits for calls that run synchronously at the moment, not for others.</summary>
    public async Task HandOverAllAsync(CancellationToken cancellationToken)
    {
        int epoch = Interlocked.Increment(ref _epoch);
        while (!CollectLanes(epoch) | !CollectShared())
        {
            // Real time on purpose: this waits for other threads, whatever the model's clock says.
            await Task.Delay(1, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Stops calls, and hands over the rows of those that end within the drain timeout. Later ones are dropped and counted.</summary>
    public async Task CloseAsync()
    {
        _closed = true;
        int epoch = Interlocked.Increment(ref _epoch);
        if (_sweeper is not null)
        {
            await _sweeper.DisposeAsync().ConfigureAwait(false);
        }

        long started = _timeProvider.GetTimestamp();
        while ((!CollectLanes(epoch) | Volatile.Read(ref _waitingCalls) != 0 | !CollectShared())
            && _timeProvider.GetElapsedTime(started) < _options.DrainTimeout)
        {
            await Task.Delay(1, CancellationToken.None).ConfigureAwait(false);
        }

        _drained = true;
        Interlocked.MemoryBarrier();
        DropWhatIsLeft();
    }

    // With a context from the start: a thread that finds its lane out, as while it is swept, takes one that may never have been used.
    private Lane NewLane() => new(_distributor is null ? null : new RowBlock(Layout)) { Context = NewContext() };

    private void BeginRange(Lane lane)
    {
        ulong range = (ulong)Interlocked.Increment(ref _ranges);
        lane.Number = (range << RangeBits) + 1;
        lane.LastNumber = (range + 1) << RangeBits;
    }

    /// <summary>Hands the lane's rows to the distributor; false if it cannot take them now.</summary>
    private bool HandOver(Lane lane)
    {
        int epoch = Volatile.Read(ref _epoch);
        if (lane.Block is { Count: > 0 } full)
        {
            if (_distributor!.TakeOver(full) is not { } empty)
            {
                return false;
            }

            lane.Block = empty;
        }

        lane.Epoch = epoch;
        return true;
    }

    private void HandOverOrDrop(Lane lane)
    {
        if (!HandOver(lane))
        {
            _distributor!.DropAtSource(lane.Block!.Count);
            lane.Block.Count = 0;
        }
    }

    /// <summary>Hands over the lanes that are at home; true when each lane was handed over since the epoch began, by whomever.</summary>
    private bool CollectLanes(int epoch)
    {
        for (int slot = 0; slot < _lanes.Count; slot++)
        {
            if (_lanes.RentFrom(slot) is { } lane)
            {
                Return(lane);
            }
        }

        return Array.TrueForAll(_lanes.All, lane => lane.Epoch >= epoch);
    }

    private bool CollectShared()
    {
        lock (_sharedGate)
        {
            return HandOver(_shared);
        }
    }

    /// <summary>After disposal has waited long enough: rows that cannot be handed over are counted as dropped.</summary>
    private void DropWhatIsLeft()
    {
        for (int slot = 0; slot < _lanes.Count; slot++)
        {
            if (_lanes.RentFrom(slot) is { } lane)
            {
                HandOverOrDrop(lane);
                _lanes.Return(lane);
            }
        }

        lock (_sharedGate)
        {
            HandOverOrDrop(_shared);
        }
    }

    /// <summary>Hands over blocks that have been open for too long.</summary>
    private void Sweep()
    {
        for (int slot = 0; slot < _lanes.Count; slot++)
        {
            if (_lanes.RentFrom(slot) is { } lane)
            {
                HandOverIfAged(lane);
                Return(lane);
            }
        }

        lock (_sharedGate)
        {
            HandOverIfAged(_shared);
        }

        _distributor!.Wake();
    }

    private void HandOverIfAged(Lane lane)
    {
        if (lane.Block is { Count: > 0 } block && _timeProvider.GetElapsedTime(block.OpenedStamp) >= _options.MaxBlockAge / 2)
        {
            HandOver(lane);
        }
    }
}
