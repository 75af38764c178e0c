namespace AISafety.Statistics;

/// <summary>A level of a <see cref="KllSketch"/>: values of equal weight, in ascending order but for the lowest level.</summary>
internal sealed class KllLevel(int capacity)
{
    private const int FirstLength = 16;

    // Never longer than the capacity, once what follows its change is done.
    private double[] _values = new double[Math.Min(FirstLength, capacity)];

    /// <summary>The count at which half of the values move up. It shrinks when there is a new top.</summary>
    public int Capacity { get; set; } = capacity;

    public int Count { get; private set; }

    public ReadOnlySpan<double> Values => _values.AsSpan(0, Count);

    /// <summary>Adds a value at the end, where there is room: whenever this says that there is no more, it must be made.</summary>
    /// <returns>Whether there is no room for another.</returns>
    public bool Append(double value)
    {
        double[] values = _values;
        int at = Count;
        values[at] = value;
        Count = ++at;
        return at == values.Length;
    }

    /// <summary>Makes room for more values, if the level may hold more.</summary>
    public bool Widen()
    {
        if (_values.Length >= Capacity)
        {
            return false;
        }

        Array.Resize(ref _values, Math.Min(2 * _values.Length, Capacity));
        return true;
    }

    /// <summary>Replaces all values by others, fewer than the capacity.</summary>
    /// <param name="values">The others; may be, or begin with, the values themselves.</param>
    public void Set(ReadOnlySpan<double> values)
    {
        if (values.Length >= _values.Length || _values.Length > Capacity)
        {
            double[] wider = new double[Math.Min(Math.Max(2 * _values.Length, values.Length + 1), Capacity)];
            values.CopyTo(wider);
            _values = wider;
        }
        else
        {
            values.CopyTo(_values);
        }

        Count = values.Length;
    }

    /// <summary>Gives back what is beyond a capacity that has shrunk, when the count is below it.</summary>
    public void Trim()
    {
        if (_values.Length > Capacity)
        {
            Array.Resize(ref _values, Capacity);
        }
    }
}
