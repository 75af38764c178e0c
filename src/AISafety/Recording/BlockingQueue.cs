using System.Diagnostics.CodeAnalysis;

namespace AISafety;

/// <summary>A bounded queue between threads that never makes the producer wait. Adding allocates nothing.</summary>
internal sealed class BlockingQueue<T>(int capacity)
    where T : class
{
    private readonly Queue<(T Item, bool IsExtra)> _items = new(capacity + 8);
    private readonly object _gate = new();
    private int _extra;
    private bool _closed;

    /// <summary>Adds an item; false if the queue is full or closed.</summary>
    public bool TryAdd(T item)
    {
        lock (_gate)
        {
            if (_closed || _items.Count - _extra >= capacity)
            {
                return false;
            }

            _items.Enqueue((item, false));
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Adds an item even if the queue is full, and takes no room from others, as for a flush marker; false if it is closed.</summary>
    public bool Add(T item)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            _extra++;
            _items.Enqueue((item, true));
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Waits for an item; false when the queue is closed and empty.</summary>
    public bool Take([NotNullWhen(true)] out T? item)
    {
        lock (_gate)
        {
            while (!TryDequeue(out item))
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
            return TryDequeue(out item);
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

    private bool TryDequeue([NotNullWhen(true)] out T? item)
    {
        bool found = _items.TryDequeue(out (T Item, bool IsExtra) next);
        _extra -= next.IsExtra ? 1 : 0;
        item = next.Item;
        return found;
    }
}
