using System.Numerics;

namespace AISafety.MLNet;

/// <summary>Lends one engine to one call at a time, makes as many as there are calls at once, and lets the model go with the last.</summary>
/// <remarks>
/// <para>A thread finds its own slot again, so that threads write no memory they share.</para>
/// <para>Implementation note: the model is counted by the engines that exist, not by the calls under way, so that a call pays for no
/// shared counter. After <see cref="Dispose"/> the return of an engine is its end, and the last one ends the model: disposing
/// while calls run lets them finish.</para>
/// </remarks>
internal sealed class EnginePool<TEngine> : IDisposable
    where TEngine : class, IDisposable
{
    // Between two places for idle engines lie two cache lines, so that threads do not write the same one.
    private const int Stride = 16;

    private readonly int _count = (int)BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount * 4);
    private readonly TEngine?[] _idle;
    private readonly Lock _gate = new();
    private readonly IDisposable _model;
    private readonly Func<TEngine> _create;
    private readonly Type _owner;
    private int _existing;
    private volatile bool _closed;

    /// <param name="model">Ended when no engine exists any more.</param>
    /// <param name="create">Makes an engine.</param>
    /// <param name="owner">Named when a call comes too late.</param>
    public EnginePool(IDisposable model, Func<TEngine> create, Type owner)
    {
        _model = model;
        _create = create;
        _owner = owner;
        _idle = new TEngine?[_count * Stride];
    }

    /// <exception cref="ObjectDisposedException">The pool is closed.</exception>
    public TEngine Rent()
    {
        int home = Environment.CurrentManagedThreadId;
        for (int i = 0; i < _count; i++)
        {
            ref TEngine? slot = ref Slot(home + i);
            if (slot is not null && Interlocked.Exchange(ref slot, null) is { } engine)
            {
                return engine;
            }
        }

        return Create();
    }

    public void Return(TEngine engine)
    {
        int home = Environment.CurrentManagedThreadId;
        for (int i = 0; i < _count; i++)
        {
            ref TEngine? slot = ref Slot(home + i);
            if (slot is null && Interlocked.CompareExchange(ref slot, engine, null) is null)
            {
                // The exchange is a full fence: either Dispose sees the engine in its slot, or this sees that the pool is closed.
                if (_closed)
                {
                    DiscardIdle();
                }

                return;
            }
        }

        Discard(engine);
    }

    /// <summary>Ends an engine that was lent and must not be lent again.</summary>
    public void Discard(TEngine engine)
    {
        engine.Dispose();
        Forget();
    }

    /// <summary>Closes the pool. Calls under way finish.</summary>
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
        DiscardIdle();
        Forget();
    }

    private ref TEngine? Slot(int place) => ref _idle[(place & (_count - 1)) * Stride];

    private TEngine Create()
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

    private void DiscardIdle()
    {
        for (int i = 0; i < _count; i++)
        {
            if (Interlocked.Exchange(ref Slot(i), null) is { } engine)
            {
                Discard(engine);
            }
        }
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
            _model.Dispose();
        }
    }
}
