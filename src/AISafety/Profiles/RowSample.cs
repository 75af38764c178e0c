using AISafety.Statistics;

namespace AISafety.Profiles;

/// <summary>Keeps the rows of least priority, which is a hash of the seed and the row's number: a uniform sample without replacement, that does not depend on how the rows
/// were divided.</summary>
/// <remarks>Bottom-k sampling: E. Cohen, H. Kaplan, Summarizing data using bottom-k sketches, PODC 2007. The hash is an output of <see cref="SplitMix64"/>, whose
/// state is the row's number times its odd constant: one to one, so that no two rows have the same priority. Part of the format: parts that
/// were fitted by different versions merge.</remarks>
internal sealed class RowSample(int width, int size, int seed)
{
    private readonly ulong _start = SplitMix64.Mix((ulong)(uint)seed + SplitMix64.Step);

    // Places of kept rows, the greatest priority first.
    private readonly PriorityQueue<int, ulong> _greatest = new();
    private float[] _cells = [];
    private long[] _numbers = [];
    private int _count;
    private ulong _limit = ulong.MaxValue;

    public void Offer(long number, ReadOnlySpan<float> row)
    {
        ulong priority = SplitMix64.Mix(_start + (ulong)number * SplitMix64.Step);
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
}
