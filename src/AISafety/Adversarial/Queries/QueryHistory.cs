using AISafety.Statistics;

namespace AISafety.Adversarial;

/// <summary>One caller's recent queries, and which of them were near an earlier one.</summary>
internal sealed class QueryHistory(int capacity, int width)
{
    private readonly Lock _lock = new();
    private readonly RecentSketches _sketches = new(capacity, width);
    private readonly bool[] _near = new bool[capacity];
    private int _next;
    private int _count;

    /// <summary>When the caller was last heard of, as the clock counts.</summary>
    public long LastHeard { get; set; }

    /// <summary>Takes a query.</summary>
    /// <param name="sketch">Its sketch.</param>
    /// <param name="limit">The squared distance up to which two are near.</param>
    /// <param name="isRelated">Whether it is near or equal to an earlier one.</param>
    /// <returns>How many of the recent ones are near an earlier one, this one included.</returns>
    /// <remarks>An equal query is neither counted nor remembered: a client that tries again learns nothing.</remarks>
    public int Take(ReadOnlySpan<float> sketch, float limit, out bool isRelated)
    {
        lock (_lock)
        {
            float nearest = _sketches.NearestSquared(sketch, limit);
            isRelated = nearest <= limit;
            if (nearest == 0)
            {
                return _count;
            }

            _sketches.Add(sketch);
            _count += (isRelated ? 1 : 0) - (_near[_next] ? 1 : 0);
            _near[_next] = isRelated;
            _next = (_next + 1) % capacity;
            return _count;
        }
    }
}
