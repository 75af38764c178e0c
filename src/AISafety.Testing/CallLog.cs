namespace AISafety.Testing;

/// <summary>The last entries of many. Not thread-safe.</summary>
internal sealed class CallLog<T>(int capacity)
{
    private readonly Queue<T> _entries = new();

    public void Add(T entry)
    {
        if (capacity == 0)
        {
            return;
        }

        if (_entries.Count == capacity)
        {
            _entries.Dequeue();
        }

        _entries.Enqueue(entry);
    }

    /// <summary>The entries, oldest first.</summary>
    public T[] Snapshot() => [.. _entries];
}
