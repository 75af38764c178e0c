using AISafety.Statistics;

namespace AISafety.Rollout;

/// <summary>Which keys have counted already, in bounded memory.</summary>
/// <remarks>When it is full, it forgets the half of the keys whose hash is greatest, and takes none of these any more: which keys count is decided by a hash that has no part in the arm or in what the model answers, so that the tests stay
/// valid and only have fewer keys.</remarks>
internal sealed class ClusterLedger(int capacity)
{
    private readonly Dictionary<ulong, OpenCluster?> _known = [];
    private ulong _limit = ulong.MaxValue;

    /// <summary>The keys that have not had all their calls yet.</summary>
    public IEnumerable<OpenCluster> Open => _known.Values.OfType<OpenCluster>();

    /// <summary>Looks up a key; false if it does not count.</summary>
    /// <param name="key">The hash of the key.</param>
    /// <param name="isNew">Whether it is seen for the first time; then <see cref="Set"/> says what is kept of it.</param>
    /// <param name="open">What is kept of it; null if it has counted.</param>
    public bool TryFind(ulong key, out bool isNew, out OpenCluster? open)
    {
        isNew = !_known.TryGetValue(key, out open);
        return !isNew || SplitMix64.Mix(key) <= _limit;
    }

    /// <summary>Keeps a key; null when it has counted.</summary>
    public void Set(ulong key, OpenCluster? open)
    {
        _known[key] = open;
        while (_known.Count > capacity)
        {
            _limit /= 2;
            foreach (ulong known in _known.Keys.Where(one => SplitMix64.Mix(one) > _limit).ToArray())
            {
                _known.Remove(known);
            }
        }
    }

    /// <summary>Lets all keys have counted.</summary>
    public void CloseAll()
    {
        foreach (ulong key in _known.Where(static one => one.Value is not null).Select(static one => one.Key).ToArray())
        {
            _known[key] = null;
        }
    }
}
