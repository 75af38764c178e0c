namespace AISafety.Statistics;

/// <summary>A few numbers in ascending order, in an array of fixed size.</summary>
internal sealed class SortedWindow(int capacity)
{
    private readonly double[] _values = new double[capacity];

    public int Count { get; private set; }

    public ReadOnlySpan<double> Ascending => _values.AsSpan(0, Count);

    public void Add(double value)
    {
        int at = EdgeSearch.CountAtOrBelow(Ascending, value);
        _values.AsSpan(at, Count - at).CopyTo(_values.AsSpan(at + 1));
        _values[at] = value;
        Count++;
    }

    /// <summary>Removes one value that is there.</summary>
    public void Remove(double value)
    {
        int behind = EdgeSearch.CountAtOrBelow(Ascending, value);
        _values.AsSpan(behind, Count - behind).CopyTo(_values.AsSpan(behind - 1));
        Count--;
    }

    public void Clear() => Count = 0;
}
