namespace AISafety.Incidents;

/// <summary>What waits for a store that fails, in its order. The one that is being tried stays until it is done.</summary>
/// <remarks>One that fails again and again holds up only those of its group: the group is set aside, and is tried after all others, one time in each round.</remarks>
internal sealed class IncidentBacklog(int capacity)
{
    private const int MostTries = 3;

    private readonly Lock _lock = new();
    private readonly LinkedList<Item> _waiting = new();

    // Groups whose first item has failed so often.
    private readonly HashSet<string> _aside = new(StringComparer.Ordinal);
    private Item? _inHand;

    /// <param name="model">The safe model that it is about.</param>
    /// <param name="what">An alert's code, or an action's name.</param>
    /// <param name="group">Those of one group are done in their order.</param>
    /// <param name="isAlert">Whether it is an alert.</param>
    /// <param name="act">Does it, or throws.</param>
    public sealed class Item(string model, string what, string group, bool isAlert, Func<CancellationToken, ValueTask> act)
    {
        public string Model => model;

        public string What => what;

        public string Group => group;

        public bool IsAlert => isAlert;

        /// <summary>How often it has failed here.</summary>
        public int Tries { get; set; }

        public ValueTask DoAsync(CancellationToken cancellationToken) => act(cancellationToken);
    }

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

    /// <summary>Whether one of a group has to wait: behind another of its group, or because the store may be failing for all.</summary>
    public bool MustWait(string group)
    {
        lock (_lock)
        {
            return _waiting.Any(one => one.Group == group || !_aside.Contains(one.Group));
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
            Forget(oldest.Value.Group);
            return oldest.Value;
        }
    }

    /// <summary>The item that is next, to be tried, those that were set aside last; null if there is none.</summary>
    public Item? Take()
    {
        lock (_lock)
        {
            return _inHand = _waiting.FirstOrDefault(one => !_aside.Contains(one.Group)) ?? _waiting.First?.Value;
        }
    }

    /// <summary>The item in hand is done.</summary>
    public void Done()
    {
        lock (_lock)
        {
            if (_inHand is { } done && _waiting.Remove(done))
            {
                _aside.Remove(done.Group);
            }

            _inHand = null;
        }
    }

    /// <summary>The item in hand has failed, and is to be tried again.</summary>
    /// <returns>Whether its group was set aside by that: then others may go on.</returns>
    public bool Failed()
    {
        lock (_lock)
        {
            if (_inHand is not { } failed || ++failed.Tries < MostTries)
            {
                _inHand = null;
                return false;
            }

            // Behind the others, in their order, so that among those set aside each comes to be tried.
            Item[] group = [.. _waiting.Where(one => one.Group == failed.Group)];
            foreach (Item one in group)
            {
                _waiting.Remove(one);
                _waiting.AddLast(one);
            }

            _inHand = null;
            return _aside.Add(failed.Group);
        }
    }

    /// <summary>Takes all that is left.</summary>
    public Item[] Clear()
    {
        lock (_lock)
        {
            Item[] left = [.. _waiting];
            _waiting.Clear();
            _aside.Clear();
            return left;
        }
    }

    private void Forget(string group)
    {
        if (_aside.Contains(group) && _waiting.All(one => one.Group != group))
        {
            _aside.Remove(group);
        }
    }
}
