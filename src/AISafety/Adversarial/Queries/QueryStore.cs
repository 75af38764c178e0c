using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace AISafety.Adversarial;

/// <summary>The histories of callers, bounded: those not heard of for longest are forgotten first, an eighth at a time.</summary>
internal sealed class QueryStore(int maxCallers, int recentQueries, int width, TimeProvider timeProvider)
{
    // One less than a digest takes: a name that is kept as it is cannot be another's digest.
    private const int LongestName = 43;

    private readonly ConcurrentDictionary<string, QueryHistory> _callers = new(StringComparer.Ordinal);
    private readonly Lock _growing = new();

    public int Count => _callers.Count;

    /// <summary>The caller's history. Allocates for a caller that is not remembered, and for a name of more than 43 characters, of which a digest is kept: names are the caller's choice, and memory is not.</summary>
    public QueryHistory Of(string caller)
    {
        string key = caller.Length <= LongestName ? caller : Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(caller)));
        if (!_callers.TryGetValue(key, out QueryHistory? history))
        {
            history = Add(key);
        }

        history.LastHeard = timeProvider.GetTimestamp();
        return history;
    }

    private QueryHistory Add(string caller)
    {
        // Made before the lock, and stamped before it can be seen: it is not the oldest.
        QueryHistory history = new(recentQueries, width) { LastHeard = timeProvider.GetTimestamp() };
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

            _callers[caller] = history;
            return history;
        }
    }
}
