namespace AISafety.Rollout;

/// <summary>Asks the candidate on threads of its own, so that neither a caller nor the thread pool ever waits for it, and gives up on calls that do not come back.</summary>
/// <remarks>
/// <para>A call whose budget is used up has its token cancelled; after as long again it is abandoned. If its thread is lost in it, another takes the thread's place. When too many calls are out, nothing is asked until
/// all of them have come back.</para>
/// <para>Threads are started by the first call, so that a safe model whose Build fails leaves none behind.</para>
/// </remarks>
internal sealed partial class ShadowRunner<TIn, TOut>
{
    private readonly ShadowOptions<TOut> _options;
    private readonly IModel<TIn, TOut> _candidate;
    private readonly Func<TIn, TOut, TOut, bool> _agree;
    private readonly ShadowLedger<TIn, TOut> _ledger;
    private readonly TimeProvider _timeProvider;
    private readonly object _gate = new();
    private readonly Queue<ShadowCall<TIn, TOut>> _waiting;
    private readonly List<ShadowCall<TIn, TOut>> _inHand = [];
    private readonly List<(long Last, TaskCompletionSource Done)> _flushes = [];
    private long _sequence;
    private int _threads;
    private int _abandoned;
    private bool _isStopped;
    private bool _isClosed;

    public ShadowRunner(
        ShadowOptions<TOut> options,
        IModel<TIn, TOut> candidate,
        Func<TIn, TOut, TOut, bool> agree,
        ShadowLedger<TIn, TOut> ledger,
        TimeProvider timeProvider)
    {
        _options = options;
        _waiting = new(options.QueueCapacity);
        _candidate = candidate;
        _agree = agree;
        _ledger = ledger;
        _timeProvider = timeProvider;
    }

    /// <summary>Called when a call is over, or the state has changed. Outside all locks.</summary>
    public Action Changed { get; set; } = static () => { };

    public bool IsStopped
    {
        get
        {
            lock (_gate)
            {
                return _isStopped;
            }
        }
    }

    /// <summary>Abandoned calls that have not come back.</summary>
    public int AbandonedNow
    {
        get
        {
            lock (_gate)
            {
                return _abandoned;
            }
        }
    }

    /// <summary>Whether a call would be taken now: nothing need be copied for one that would not.</summary>
    public bool HasRoom
    {
        get
        {
            lock (_gate)
            {
                return CanTake;
            }
        }
    }

    private bool CanTake => !_isClosed && !_isStopped && _waiting.Count < _options.QueueCapacity;

    /// <summary>Takes a call; false if there is no room. Never waits.</summary>
    public bool TryAdd(ShadowCall<TIn, TOut> call)
    {
        lock (_gate)
        {
            if (!CanTake)
            {
                return false;
            }

            StartThreads();
            call.Sequence = ++_sequence;
            _waiting.Enqueue(call);
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Waits until what was taken before is over.</summary>
    public Task FlushAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (IsOver(_sequence))
            {
                return Task.CompletedTask;
            }

            TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _flushes.Add((_sequence, done));
            return done.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Takes nothing more, waits for what was taken, at most for <paramref name="longest"/>, and gives up on the rest.</summary>
    public async Task CloseAsync(TimeSpan longest)
    {
        Task idle;
        lock (_gate)
        {
            _isClosed = true;
            idle = FlushAsync(CancellationToken.None);
            Monitor.PulseAll(_gate);
        }

        try
        {
            await idle.WaitAsync(longest, _timeProvider).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            int left;
            ShadowCall<TIn, TOut>[] running;
            lock (_gate)
            {
                left = DropWaiting();
                running = [.. _inHand];
                Monitor.PulseAll(_gate);
            }

            CountDropped(left);
            foreach (ShadowCall<TIn, TOut> call in running)
            {
                Cancel(call);
                Abandon(call);
            }
        }
    }

    private void StartThreads()
    {
        while (_threads < _options.Concurrency)
        {
            Thread thread = new(Run) { IsBackground = true, Name = $"AISafety shadow {_options.Name}" };

            // The caller's context, with its culture and its activity, is none of the candidate's.
            thread.UnsafeStart();
            _threads++;
        }
    }

    private ShadowCall<TIn, TOut>? Take()
    {
        lock (_gate)
        {
            while (_waiting.Count == 0)
            {
                if (_isClosed)
                {
                    _threads--;
                    return null;
                }

                Monitor.Wait(_gate);
            }

            ShadowCall<TIn, TOut> call = _waiting.Dequeue();
            call.Budget = new();
            call.GivenUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _inHand.Add(call);
            return call;
        }
    }

    /// <summary>Says what became of a call, unless that is decided already.</summary>
    private bool TryEnd(ShadowCall<TIn, TOut> call, bool abandoned)
    {
        lock (_gate)
        {
            if (call.IsOver)
            {
                return false;
            }

            call.IsOver = true;
            call.IsAbandoned = abandoned;
            if (abandoned)
            {
                _abandoned++;
                _threads -= call.IsInside ? 1 : 0;
            }

            return true;
        }
    }

    /// <summary>Once a call is counted: those who wait for it may go on.</summary>
    private void Leave(ShadowCall<TIn, TOut> call)
    {
        lock (_gate)
        {
            _inHand.Remove(call);
            EndFlushes();
        }

        Changed();
    }

    /// <summary>Gives up on a call that has not come back.</summary>
    private void Abandon(ShadowCall<TIn, TOut> call)
    {
        if (!TryEnd(call, abandoned: true))
        {
            return;
        }

        _ledger.Ended(ShadowOutcome.Abandoned);
        call.GivenUp!.TrySetResult();
        int dropped = 0;
        lock (_gate)
        {
            // Of a shadow that is closed and has nothing left to ask nobody needs to know.
            if (!_isClosed || _waiting.Count > 0)
            {
                if (_abandoned >= _options.MaxAbandoned)
                {
                    _isStopped = true;
                    dropped = DropWaiting();
                }
                else
                {
                    StartThreads();
                }
            }
        }

        CountDropped(dropped);
        Leave(call);
    }

    /// <summary>An abandoned call has come back.</summary>
    private void Return()
    {
        lock (_gate)
        {
            if (--_abandoned == 0 && _isStopped && !_isClosed)
            {
                _isStopped = false;
                StartThreads();
            }
        }

        Changed();
    }

    private int DropWaiting()
    {
        int left = _waiting.Count;
        _waiting.Clear();
        EndFlushes();
        return left;
    }

    private void CountDropped(int calls)
    {
        for (int i = 0; i < calls; i++)
        {
            _ledger.Ended(ShadowOutcome.Dropped);
        }
    }

    private bool IsOver(long sequence) => (_waiting.Count == 0 || _waiting.Peek().Sequence > sequence) && !_inHand.Exists(call => call.Sequence <= sequence);

    private void EndFlushes()
    {
        foreach ((long last, TaskCompletionSource done) in _flushes.ToArray())
        {
            if (IsOver(last))
            {
                _flushes.Remove((last, done));
                done.TrySetResult();
            }
        }
    }
}
