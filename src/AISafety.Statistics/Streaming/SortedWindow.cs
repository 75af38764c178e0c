namespace AISafety.Statistics;

/// <summary>A few numbers in ascending order, in an array of fixed size.</summary>
internal sealed class SortedWindow(int capacity)
{
    private readonly double[] _values = new double[capacity];

    public int Count { get; private set; }

    public ReadOnlySpan<double> Ascending => _values.AsSpan(0, Count);

    public void Add(double value)
    {
        int at = Find(value);
        _values.AsSpan(at, Count - at).CopyTo(_values.AsSpan(at + 1));
        _values[at] = value;
        Count++;
    }

    /// <summary>Removes one value that is there.</summary>
    public void Remove(double value)
    {
        int at = Find(value);
        _values.AsSpan(at + 1, Count - at - 1).CopyTo(_values.AsSpan(at));
        Count--;
    }

    public void Clear() => Count = 0;

    /// <summary>The place of the first value that is not less.</summary>
    private int Find(double value)
    {
        int low = 0;
        int count = Count;
        while (count > 0)
        {
            int half = count >> 1;
            low = _values[low + half] < value ? low + count - half : low;
            count = half;
        }

        return low;
    }
}
