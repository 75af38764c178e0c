using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace AISafety;

/// <summary>A bounded queue from many threads to one that never makes a producer wait: neither for room nor, as long as the consumer is awake, for
/// a lock. Adding allocates nothing.</summary>
/// <remarks>Implementation note: waking a thread costs the waker microseconds. A consumer that has just been busy therefore looks again by itself after
/// <see cref="Linger"/>, and is woken sooner only when a quarter of the queue is taken; only one that found nothing then sleeps until it is woken.</remarks>
internal sealed class BlockingQueue<T>
    where T : class
{
    private const int Awake = 0;
    private const int Lingering = 1;
    private const int Asleep = 2;
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(2);

    private readonly ConcurrentQueue<(T Item, bool IsExtra)> _items;
    private readonly object _gate = new();
    private readonly int _capacity;
    private readonly int _soon;
    private int _count;
    private int _extra;
    private int _consumer;
    private bool _wasBusy;
    private volatile bool _closed;

    public BlockingQueue(int capacity)
    {
        _capacity = capacity;
        _soon = Math.Max(1, capacity / 4);

        // Filled and emptied once, so that it has room for good.
        _items = new(new (T, bool)[capacity + 8]);
        while (_items.TryDequeue(out _))
        {
        }
    }

    /// <summary>Adds an item; false if the queue is full or closed.</summary>
    public bool TryAdd(T item) => Add(item, isExtra: false);

    /// <summary>Adds an item even if the queue is full, and takes no room from others, as for a flush marker; wakes the consumer. False if it is closed.</summary>
    public bool Add(T item)
    {
        if (!Add(item, isExtra: true))
        {
            return false;
        }

        Wake();
        return true;
    }

    /// <summary>Waits for an item; false when the queue is closed and empty. One thread only.</summary>
    public bool Take([NotNullWhen(true)] out T? item)
    {
        SpinWait spin = default;
        while (!TryTake(out item))
        {
            if (Volatile.Read(ref _count) > 0)
            {
                // A producer has announced an item, and is about to add it.
                spin.SpinOnce();
            }
            else if (_closed)
            {
                return false;
            }
            else
            {
                Wait();
            }
        }

        _wasBusy = true;
        return true;
    }

    public bool TryTake([NotNullWhen(true)] out T? item)
    {
        if (!_items.TryDequeue(out (T Item, bool IsExtra) next))
        {
            item = null;
            return false;
        }

        Leave(next.IsExtra);
        item = next.Item;
        return true;
    }

    /// <summary>No more items are taken in; those inside still come out.</summary>
    public void Close()
    {
        _closed = true;
        Interlocked.MemoryBarrier();
        Wake();
    }

    private bool Add(T item, bool isExtra)
    {
        if (isExtra)
        {
            Interlocked.Increment(ref _extra);
        }

        // Announced before the look at the door: then either we see it closed, or the consumer sees that something is coming.
        int count = Interlocked.Increment(ref _count);
        if (_closed || (!isExtra && count - Volatile.Read(ref _extra) > _capacity))
        {
            Leave(isExtra);
            return false;
        }

        _items.Enqueue((item, isExtra));
        int consumer = Volatile.Read(ref _consumer);
        if (consumer == Asleep || (consumer == Lingering && count >= _soon))
        {
            Wake();
        }

        return true;
    }

    private void Leave(bool isExtra)
    {
        Interlocked.Decrement(ref _count);
        if (isExtra)
        {
            Interlocked.Decrement(ref _extra);
        }
    }

    private void Wake()
    {
        lock (_gate)
        {
            Monitor.Pulse(_gate);
        }
    }

    private void Wait()
    {
        lock (_gate)
        {
            Interlocked.Exchange(ref _consumer, _wasBusy ? Lingering : Asleep);
            if (Volatile.Read(ref _count) == 0 && !_closed)
            {
                if (_wasBusy)
                {
                    Monitor.Wait(_gate, Linger);
                }
                else
                {
                    Monitor.Wait(_gate);
                }
            }

            _wasBusy = false;
            Volatile.Write(ref _consumer, Awake);
        }
    }
}
