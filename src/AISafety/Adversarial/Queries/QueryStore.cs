using System.Collections.Concurrent;

namespace AISafety.Adversarial;

/// <summary>The histories of callers, bounded: those not heard of for longest are forgotten first, an eighth at a time.</summary>
internal sealed class QueryStore(int maxCallers, int recentQueries, int width, TimeProvider timeProvider)
{
    private readonly ConcurrentDictionary<string, QueryHistory> _callers = new(StringComparer.Ordinal);
    private readonly Lock _growing = new();

    public int Count => _callers.Count;

    /// <summary>The caller's history. Allocates for a caller that is not remembered only.</summary>
    public QueryHistory Of(string caller)
    {
        if (!_callers.TryGetValue(caller, out QueryHistory? history))
        {
            history = Add(caller);
        }

        history.LastHeard = timeProvider.GetTimestamp();
        return history;
    }

    private QueryHistory Add(string caller)
    {
        lock (_growing)
        {
            if (_callers.TryGetValue(caller, out QueryHistory? present))
            {
                return present;
            }

            // Counting a concurrent dictionary locks all of it: here, where callers are new, and not on the path of known ones.
            if (_callers.Count >= maxCallers)
            {
                foreach (KeyValuePair<string, QueryHistory> oldest in _callers.ToArray().OrderBy(static one => one.Value.LastHeard).Take(Math.Max(1, maxCallers / 8)))
                {
                    _callers.TryRemove(oldest);
                }
            }

            // Stamped before it can be seen: it is not the oldest.
            QueryHistory history = new(recentQueries, width) { LastHeard = timeProvider.GetTimestamp() };
            _callers[caller] = history;
            return history;
        }
    }
}
