using System.Diagnostics.CodeAnalysis;

namespace AISafety;

/// <summary>A bounded queue between threads that never makes the producer wait. Adding allocates nothing.</summary>
internal sealed class BlockingQueue<T>(int capacity)
    where T : class
{
    private readonly Queue<T> _items = new(capacity + 8);
    private readonly object _gate = new();
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
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Adds an item even if the queue is full, as for a flush marker; false if it is closed.</summary>
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

                Monitor.Wait(_gate);
            }

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
}
