using System.Diagnostics.CodeAnalysis;

namespace AISafety.Fallback;

/// <summary>Remembers one value a key, in the order of storing: what was stored longest ago, or is too old, is at the front and goes first.</summary>
internal sealed class LastGoodStore<TOut>(int capacity, TimeSpan maxAge, TimeProvider timeProvider)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<LastGoodKey, LinkedListNode<Entry>> _nodes = [];
    private readonly LinkedList<Entry> _oldestFirst = new();

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _nodes.Count;
            }
        }
    }

    public void Store(LastGoodKey key, TOut value)
    {
        lock (_lock)
        {
            // Read inside the lock, so that the list is in the order of time.
            long now = timeProvider.GetTimestamp();
            DropExpired(now);
            LinkedListNode<Entry> node = NodeFor(key);
            node.ValueRef = new(key, value, now);
            _oldestFirst.AddLast(node);
        }
    }

    public bool TryGet(LastGoodKey key, [MaybeNullWhen(false)] out TOut value, out TimeSpan age)
    {
        lock (_lock)
        {
            if (_nodes.TryGetValue(key, out LinkedListNode<Entry>? node))
            {
                ref Entry entry = ref node.ValueRef;
                age = timeProvider.GetElapsedTime(entry.Stored);
                value = entry.Value;
                return age <= maxAge;
            }
        }

        value = default;
        age = default;
        return false;
    }

    /// <summary>A node for the key that is in the dictionary but not in the list: its own, the oldest one's, or a new one.</summary>
    private LinkedListNode<Entry> NodeFor(LastGoodKey key)
    {
        if (_nodes.TryGetValue(key, out LinkedListNode<Entry>? node))
        {
            _oldestFirst.Remove(node);
            return node;
        }

        if (_nodes.Count >= capacity)
        {
            node = _oldestFirst.First!;
            Drop(node);
        }

        node ??= new(default);
        _nodes.Add(key, node);
        return node;
    }

    private void DropExpired(long now)
    {
        while (_oldestFirst.First is { } oldest && timeProvider.GetElapsedTime(oldest.ValueRef.Stored, now) > maxAge)
        {
            Drop(oldest);
        }
    }

    private void Drop(LinkedListNode<Entry> node)
    {
        _nodes.Remove(node.ValueRef.Key);
        _oldestFirst.Remove(node);
    }

    private readonly record struct Entry(LastGoodKey Key, TOut Value, long Stored);
}
