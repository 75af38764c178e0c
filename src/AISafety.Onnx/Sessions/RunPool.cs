using System.Numerics;

namespace AISafety.Onnx;

/// <summary>Lends what one run needs to one caller at a time, and closes the session when the last run has ended.</summary>
/// <remarks>
/// <para>A thread finds its own slot again, so that threads write no memory they share.</para>
/// <para>Implementation note: the session is counted by the runs that exist, not by the calls under way, so that a call pays for no shared
/// counter. A run in use keeps the session open; after <see cref="Dispose"/> its return is its end, and the last one closes the
/// session. So disposing while calls run lets them finish, and never frees memory under them.</para>
/// </remarks>
internal sealed class RunPool<TRun> : IDisposable
    where TRun : class, IDisposable
{
    private readonly RunSlot[] _slots = new RunSlot[BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount * 4)];
    private readonly Lock _gate = new();
    private readonly IDisposable _session;
    private readonly Func<TRun> _create;
    private readonly Type _owner;
    private int _existing;
    private volatile bool _closed;

    /// <param name="session">Closed when nothing uses it any more.</param>
    /// <param name="create">Makes a run.</param>
    /// <param name="owner">Named when a call comes too late.</param>
    public RunPool(IDisposable session, Func<TRun> create, Type owner)
    {
        _session = session;
        _create = create;
        _owner = owner;
    }

    /// <exception cref="ObjectDisposedException">The pool is closed.</exception>
    public TRun Rent()
    {
        int home = Home;
        for (int i = 0; i < _slots.Length; i++)
        {
            ref IDisposable? slot = ref _slots[(home + i) & (_slots.Length - 1)].Idle;
            if (slot is not null && Interlocked.Exchange(ref slot, null) is TRun run)
            {
                return run;
            }
        }

        return Create();
    }

    public void Return(TRun run)
    {
        int home = Home;
        for (int i = 0; i < _slots.Length; i++)
        {
            ref IDisposable? slot = ref _slots[(home + i) & (_slots.Length - 1)].Idle;
            if (slot is null && Interlocked.CompareExchange(ref slot, run, null) is null)
            {
                // The exchange is a full fence: either Dispose sees the run in its slot, or this sees that the pool is closed.
                if (_closed)
                {
                    EndIdleRuns();
                }

                return;
            }
        }

        End(run);
    }

    /// <summary>Closes the pool. Runs under way finish.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            _existing++;
        }

        Interlocked.MemoryBarrier();
        EndIdleRuns();
        Forget();
    }

    private int Home => Environment.CurrentManagedThreadId & (_slots.Length - 1);

    private TRun Create()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, _owner);
            _existing++;
        }

        try
        {
            return _create();
        }
        catch
        {
            Forget();
            throw;
        }
    }

    private void EndIdleRuns()
    {
        for (int i = 0; i < _slots.Length; i++)
        {
            if (Interlocked.Exchange(ref _slots[i].Idle, null) is TRun run)
            {
                End(run);
            }
        }
    }

    private void End(TRun run)
    {
        run.Dispose();
        Forget();
    }

    private void Forget()
    {
        bool last;
        lock (_gate)
        {
            last = --_existing == 0 && _closed;
        }

        if (last)
        {
            _session.Dispose();
        }
    }
}
