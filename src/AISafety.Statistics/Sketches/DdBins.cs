namespace AISafety.Statistics;

/// <summary>Counts by bin, in an array that spans the bins in use.</summary>
internal sealed class DdBins
{
    private const int FarthestBin = 360_000;

    private long[] _counts = [];
    private int _first;

    public long Total { get; private set; }

    public void Add(int bin, long count)
    {
        int at = bin - _first;
        if ((uint)at >= (uint)_counts.Length)
        {
            Span(bin, bin);
            at = bin - _first;
        }

        _counts[at] += count;
        Total += count;
    }

    public void AddAll(DdBins other)
    {
        if (other.Total == 0)
        {
            return;
        }

        Span(other._first, other._first + other._counts.Length - 1);
        for (int i = 0; i < other._counts.Length; i++)
        {
            _counts[i + other._first - _first] += other._counts[i];
        }

        Total += other.Total;
    }

    /// <summary>The bin of the value of an index in ascending order, less than <see cref="Total"/>.</summary>
    public int Find(long index)
    {
        int at = 0;
        for (long below = _counts[0]; below <= index; below += _counts[at])
        {
            at++;
        }

        return _first + at;
    }

    public void Write(SketchWriter writer)
    {
        writer.Write(_first);
        writer.Write(_counts.Length);
        foreach (long count in _counts)
        {
            writer.Write(count);
        }
    }

    public void Read(ref SketchReader reader)
    {
        _first = reader.Int32(-2 * FarthestBin, 2 * FarthestBin);
        int length = reader.Int32(0, 4 * FarthestBin);
        SketchReader.Require(length <= reader.Remaining / 8, "The sketch's content ends too early.");
        _counts = new long[length];
        for (int i = 0; i < length; i++)
        {
            _counts[i] = reader.Count();
            SketchReader.Require(_counts[i] <= long.MaxValue / 4 - Total, "The counts in the sketch are too many.");
            Total += _counts[i];
        }
    }

    /// <summary>Makes room from one bin to another, with some to spare.</summary>
    private void Span(int first, int last)
    {
        if (_counts.Length > 0)
        {
            first = Math.Min(first, _first);
            last = Math.Max(last, _first + _counts.Length - 1);
            if (first == _first && last - first < _counts.Length)
            {
                return;
            }
        }

        const int Spare = 32;
        int from = _counts.Length > 0 && first == _first ? first : first - Spare;
        long[] wider = new long[last - from + 1 + Spare];
        _counts.CopyTo(wider, _counts.Length > 0 ? _first - from : 0);
        _counts = wider;
        _first = from;
    }
}
