namespace AISafety.Profiles;

/// <summary>Keeps the rows of least priority, which is a hash of the seed and the row's number: a uniform sample without replacement, that does not depend on how the rows
/// were divided.</summary>
/// <remarks>Bottom-k sampling: E. Cohen, H. Kaplan, Summarizing data using bottom-k sketches, PODC 2007. The hash is an output of SplitMix64 (G. Steele, D. Lea, C. Flood 2014), whose
/// state is the row's number times its odd constant: one to one, so that no two rows have the same priority. Part of the format: parts that
/// were fitted by different versions merge.</remarks>
internal sealed class RowSample(int width, int size, int seed)
{
    private const ulong Step = 0x9E3779B97F4A7C15UL;
    private readonly ulong _start = Mix((ulong)(uint)seed + Step);

    // Places of kept rows, the greatest priority first.
    private readonly PriorityQueue<int, ulong> _greatest = new();
    private float[] _cells = [];
    private long[] _numbers = [];
    private int _count;
    private ulong _limit = ulong.MaxValue;

    public void Offer(long number, ReadOnlySpan<float> row)
    {
        ulong priority = Mix(_start + (ulong)number * Step);
        if (_count < size)
        {
            MakeRoom();
            Set(_count, number, row);
            _greatest.Enqueue(_count++, ~priority);
        }
        else if (priority < _limit)
        {
            int place = _greatest.Peek();
            Set(place, number, row);
            _greatest.DequeueEnqueue(place, ~priority);
        }
        else
        {
            return;
        }

        if (_count == size && _greatest.TryPeek(out _, out ulong inverted))
        {
            _limit = ~inverted;
        }
    }

    /// <summary>The kept rows in the order of their numbers: the numbers, and the values feature by feature.</summary>
    public (long[] Numbers, float[] Columns) Finish()
    {
        long[] numbers = _numbers[.._count];
        int[] places = [.. Enumerable.Range(0, _count)];
        Array.Sort(numbers, places);
        float[] columns = new float[_count * width];
        for (int row = 0; row < _count; row++)
        {
            ReadOnlySpan<float> cells = _cells.AsSpan(places[row] * width, width);
            for (int feature = 0; feature < width; feature++)
            {
                columns[feature * _count + row] = cells[feature];
            }
        }

        return (numbers, columns);
    }

    private void Set(int place, long number, ReadOnlySpan<float> row)
    {
        _numbers[place] = number;
        row.CopyTo(_cells.AsSpan(place * width, width));
    }

    private void MakeRoom()
    {
        if (_count == _numbers.Length)
        {
            int rows = (int)Math.Min(size, Math.Max(256, 2L * _count));
            Array.Resize(ref _numbers, rows);
            Array.Resize(ref _cells, rows * width);
        }
    }

    internal static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
