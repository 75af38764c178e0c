namespace AISafety.Statistics;

/// <summary>A level of a <see cref="KllSketch"/>: values of equal weight, in ascending order but for the lowest level.</summary>
internal sealed class KllLevel
{
    private double[] _values = new double[16];

    /// <summary>The count at which half of the values move up.</summary>
    public int Capacity { get; set; }

    public int Count { get; private set; }

    public ReadOnlySpan<double> Values => _values.AsSpan(0, Count);

    /// <summary>Adds a value at the end.</summary>
    /// <returns>Whether the level is full.</returns>
    public bool Append(double value)
    {
        if (Count == _values.Length)
        {
            Array.Resize(ref _values, 2 * Count);
        }

        _values[Count++] = value;
        return Count >= Capacity;
    }

    /// <summary>Adds another sketch's level of the same weight; the order is that of a merge, or none in the lowest.</summary>
    public void AppendAll(ReadOnlySpan<double> values)
    {
        Reserve(values.Length);
        MergeIn(values);
    }

    /// <summary>Moves every second value up, of all but the least if their number is odd: the total weight stays.</summary>
    public void PromoteHalf(KllLevel above, int offset, bool isSorted)
    {
        Span<double> all = _values.AsSpan(0, Count);
        if (!isSorted)
        {
            Sort(all);
        }

        int odd = Count & 1;
        Span<double> moving = all[odd..];
        int half = moving.Length / 2;
        for (int i = 0; i < half; i++)
        {
            moving[i] = moving[(2 * i) + offset];
        }

        above.Reserve(half);
        above.MergeIn(moving[..half]);
        Count = odd;
    }

    private static void Sort(Span<double> values)
    {
        if (values.Length > 24)
        {
            values.Sort();
            return;
        }

        for (int i = 1; i < values.Length; i++)
        {
            double value = values[i];
            int at = i;
            for (; at > 0 && values[at - 1] > value; at--)
            {
                values[at] = values[at - 1];
            }

            values[at] = value;
        }
    }

    private void Reserve(int more)
    {
        if (Count + more > _values.Length)
        {
            Array.Resize(ref _values, Math.Max(2 * _values.Length, Count + more));
        }
    }

    /// <summary>Merges from the end, in place. Of unordered values it makes unordered ones, all of them.</summary>
    private void MergeIn(ReadOnlySpan<double> values)
    {
        int mine = Count - 1;
        int other = values.Length - 1;
        Span<double> all = _values.AsSpan(0, Count + values.Length);
        for (int at = all.Length - 1; other >= 0; at--)
        {
            all[at] = mine >= 0 && all[mine] > values[other] ? all[mine--] : values[other--];
        }

        Count = all.Length;
    }
}
