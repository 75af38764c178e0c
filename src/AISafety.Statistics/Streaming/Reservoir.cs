namespace AISafety.Statistics;

/// <summary>A uniform sample of a stream of unknown length in bounded memory: after n items, each of them is held with the same probability.</summary>
/// <typeparam name="T">What is sampled.</typeparam>
/// <remarks>Algorithm R: the first k items are held; the n-th replaces a held one, drawn at random, with probability k / n. The same items and seed give the same sample. Not thread-safe.
/// Source: J. S. Vitter, Random sampling with a reservoir, ACM Transactions on Mathematical Software 11, 1985.</remarks>
public sealed class Reservoir<T>
{
    private readonly List<T> _items = [];
    private ulong _state;

    /// <summary>Makes an empty reservoir.</summary>
    /// <param name="capacity">k, how many items are held at most; 0 or more.</param>
    /// <param name="seed">Of the random draws.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is negative.</exception>
    public Reservoir(int capacity, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        Capacity = capacity;
        _state = SplitMix64.Mix((ulong)(uint)seed + SplitMix64.Step);
    }

    /// <summary>How many items are held at most.</summary>
    public int Capacity { get; }

    /// <summary>How many items were offered.</summary>
    public long Count { get; private set; }

    /// <summary>The items that are held, in no particular order. The list is this reservoir's own: it changes with the next item.</summary>
    public IReadOnlyList<T> Items => _items;

    /// <summary>Offers an item. Whether it is held now.</summary>
    public bool Add(T item)
    {
        Count++;
        if (_items.Count < Capacity)
        {
            _items.Add(item);
            return true;
        }

        ulong place = Below((ulong)Count);
        if (place >= (ulong)Capacity)
        {
            return false;
        }

        _items[(int)place] = item;
        return true;
    }

    /// <summary>A number of 0 to <paramref name="count"/> - 1, each as likely as any other: the high word of a product, drawn again where the low word would favour some
    /// (D. Lemire, Fast random integer generation in an interval, ACM Transactions on Modeling and Computer Simulation 29, 2019).</summary>
    private ulong Below(ulong count)
    {
        ulong favoured = (0 - count) % count;
        ulong high;
        ulong low;
        do
        {
            _state += SplitMix64.Step;
            high = Math.BigMul(SplitMix64.Mix(_state), count, out low);
        }
        while (low < favoured);
        return high;
    }
}
