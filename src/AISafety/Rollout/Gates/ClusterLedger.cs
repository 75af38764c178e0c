using AISafety.Statistics;

namespace AISafety.Rollout;

/// <summary>What is known of the keys that have counted, in bounded memory.</summary>
/// <remarks>When it is full, it forgets the half of the keys whose hash is greatest, and takes none of these any more: which keys count is decided by a hash that has no part in the arm or in what the model answers, so that the tests stay
/// valid and only have fewer keys.</remarks>
internal sealed class ClusterLedger(int capacity)
{
    private readonly Dictionary<ulong, KeyPlace> _places = [];
    private readonly Dictionary<ulong, OpenCluster> _open = [];
    private ulong _limit = ulong.MaxValue;

    /// <summary>What is known of a key; null if it does not count.</summary>
    public KeyPlace? Find(ulong key) => _places.TryGetValue(key, out KeyPlace place) ? place
        : SplitMix64.Mix(key) <= _limit ? KeyPlace.Unknown
        : null;

    /// <summary>Keeps what is known of a key.</summary>
    public void Set(ulong key, KeyPlace place)
    {
        _places[key] = place;
        while (_places.Count > capacity)
        {
            _limit /= 2;
            foreach (ulong known in _places.Keys.Where(one => SplitMix64.Mix(one) > _limit).ToArray())
            {
                _places.Remove(known);
                _open.Remove(known);
            }
        }
    }

    /// <summary>The calls of a key that have not counted yet; null if there are none.</summary>
    public OpenCluster? OpenOf(ulong key) => _open.GetValueOrDefault(key);

    public void Open(ulong key, OpenCluster open)
    {
        if (_places.ContainsKey(key))
        {
            _open[key] = open;
        }
    }

    public void Close(ulong key) => _open.Remove(key);

    /// <summary>Takes all calls that have not counted yet.</summary>
    public IReadOnlyList<OpenCluster> TakeOpen()
    {
        OpenCluster[] open = [.. _open.Values];
        _open.Clear();
        return open;
    }
}
