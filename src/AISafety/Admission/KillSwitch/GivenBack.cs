namespace AISafety.Switches;

/// <summary>The reasons for which a switch was engaged and is to be no longer, while others still hold it. Of this process. Thread-safe.</summary>
internal sealed class GivenBack
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _reasons = new(StringComparer.Ordinal);

    public void Add(string reason)
    {
        lock (_lock)
        {
            _reasons.Add(reason);
        }
    }

    public void Remove(string reason)
    {
        lock (_lock)
        {
            _reasons.Remove(reason);
        }
    }

    public bool Contains(string reason)
    {
        lock (_lock)
        {
            return _reasons.Contains(reason);
        }
    }
}
