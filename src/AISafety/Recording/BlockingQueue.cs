using System.Diagnostics.CodeAnalysis;

namespace AISafety;

/// <summary>A bounded queue between threads that never makes the producer wait. Adding allocates nothing.</summary>
/// <remarks>Implementation note: waking a thread costs the waker microseconds. A consumer that has just been busy therefore looks again by itself after
/// <see cref="Linger"/>, and is woken sooner only when a quarter of the queue is taken; only one that found nothing then sleeps until it is woken.</remarks>
internal sealed class BlockingQueue<T>(int capacity)
    where T : class
{
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(2);

    private readonly Queue<T> _items = new(capacity + 8);
    private readonly object _gate = new();
    private readonly int _soon = Math.Max(1, capacity / 4);
    private bool _wasBusy;
    private bool _sleeps;
    private bool _closed;

    /// <summary>Adds an item; false if the queue is full or closed.</summary>
    public bool TryAdd(T item)
    {
        lock (_gate)
        {
            if (_closed || _items.Count >= capacity)
            {
                return false;
            }

            _items.Enqueue(item);
            if (_sleeps || _items.Count >= _soon)
            {
                Monitor.Pulse(_gate);
            }

            return true;
        }
    }

    /// <summary>Adds an item even if the queue is full, as for a flush marker, and wakes the consumer; false if it is closed.</summary>
    public bool Add(T item)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            _items.Enqueue(item);
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Waits for an item; false when the queue is closed and empty.</summary>
    public bool Take([NotNullWhen(true)] out T? item)
    {
        lock (_gate)
        {
            while (!_items.TryDequeue(out item))
            {
                if (_closed)
                {
                    return false;
                }

                Wait();
            }

            _wasBusy = true;
            return true;
        }
    }

    public bool TryTake([NotNullWhen(true)] out T? item)
    {
        lock (_gate)
        {
            return _items.TryDequeue(out item);
        }
    }

    /// <summary>No more items are taken in; those inside still come out.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void Wait()
    {
        if (_wasBusy)
        {
            _wasBusy = false;
            Monitor.Wait(_gate, Linger);
            return;
        }

        _sleeps = true;
        Monitor.Wait(_gate);
        _sleeps = false;
    }
}
