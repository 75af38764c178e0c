using AISafety.Statistics;

namespace AISafety.Adversarial;

/// <summary>One caller's recent queries, and which of them were near an earlier one.</summary>
internal sealed class QueryHistory(int capacity, int width)
{
    private readonly Lock _lock = new();
    private readonly RecentSketches _sketches = new(capacity, width);
    private readonly ulong[] _fingerprints = new ulong[capacity];
    private readonly bool[] _near = new bool[capacity];
    private int _next;
    private int _count;

    /// <summary>When the caller was last heard of, as the clock counts.</summary>
    public long LastHeard { get; set; }

    /// <summary>Takes a query.</summary>
    /// <param name="sketch">Its sketch.</param>
    /// <param name="fingerprint">Its fingerprint: rows with equal sketches may differ, in a category or by design.</param>
    /// <param name="limit">The squared distance up to which two are near.</param>
    /// <param name="isRelated">Whether it is near or equal to an earlier one.</param>
    /// <returns>How many of the recent ones are near an earlier one, this one included.</returns>
    /// <remarks>An equal query is neither counted nor remembered: a client that tries again learns nothing.</remarks>
    public int Take(ReadOnlySpan<float> sketch, ulong fingerprint, float limit, out bool isRelated)
    {
        lock (_lock)
        {
            if (_fingerprints.AsSpan(0, _sketches.Count).Contains(fingerprint))
            {
                isRelated = true;
                return _count;
            }

            isRelated = _sketches.NearestSquared(sketch, limit) <= limit;
            _sketches.Add(sketch);
            _fingerprints[_next] = fingerprint;
            _count += (isRelated ? 1 : 0) - (_near[_next] ? 1 : 0);
            _near[_next] = isRelated;
            _next = (_next + 1) % capacity;
            return _count;
        }
    }
}
