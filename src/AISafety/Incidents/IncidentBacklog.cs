namespace AISafety.Incidents;

/// <summary>What waits for a store that fails, in its order. The one that is being tried is its head until it is done.</summary>
internal sealed class IncidentBacklog(int capacity)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Item> _waiting = new();
    private Item? _inHand;

    /// <param name="Model">The safe model that it is about.</param>
    /// <param name="What">An alert's code, or an action's name.</param>
    /// <param name="IsAlert">Whether it is an alert.</param>
    /// <param name="Do">Does it, or throws.</param>
    public sealed record Item(string Model, string What, bool IsAlert, Func<CancellationToken, ValueTask> Do);

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count;
            }
        }
    }

    public int CountOf(string model)
    {
        lock (_lock)
        {
            return _waiting.Count(one => one.Model == model);
        }
    }

    /// <summary>Takes an item; returns the one that gave way for it, if one did: never the one in hand, of which nobody knows yet whether it is done.</summary>
    public Item? Add(Item item)
    {
        lock (_lock)
        {
            _waiting.AddLast(item);
            if (_waiting.Count <= capacity)
            {
                return null;
            }

            LinkedListNode<Item> oldest = ReferenceEquals(_waiting.First!.Value, _inHand) ? _waiting.First.Next! : _waiting.First;
            _waiting.Remove(oldest);
            return oldest.Value;
        }
    }

    /// <summary>The item that is next, to be tried; null if there is none.</summary>
    public Item? Take()
    {
        lock (_lock)
        {
            return _inHand = _waiting.First?.Value;
        }
    }

    /// <summary>Says what became of the item in hand: done, or to be tried again.</summary>
    public void Settle(bool isDone)
    {
        lock (_lock)
        {
            if (isDone && _inHand is not null)
            {
                _waiting.RemoveFirst();
            }

            _inHand = null;
        }
    }

    /// <summary>Takes all that is left.</summary>
    public Item[] Clear()
    {
        lock (_lock)
        {
            Item[] left = [.. _waiting];
            _waiting.Clear();
            return left;
        }
    }
}
