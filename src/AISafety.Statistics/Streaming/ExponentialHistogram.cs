namespace AISafety.Statistics;

/// <summary>The window of <see cref="Adwin"/>: buckets of 1, 2, 4, ... values in the order of the stream, at most five of a size.</summary>
/// <remarks>A sixth bucket of a size makes the two oldest of them one of the next. Which buckets meet does not depend on when they do, so that values
/// come many at a time and each size is gone through once. Source: M. Datar, A. Gionis, P. Indyk, R. Motwani, Maintaining stream statistics over
/// sliding windows, SIAM Journal on Computing 2002.</remarks>
internal sealed class ExponentialHistogram
{
    /// <summary>The most values that may come at once.</summary>
    public const int MostAtOnce = 32;

    private const int Most = 5;
    private const int Rows = 58;

    // A row holds the buckets of one size, oldest first, at the end of its places: their sums, and their sums of squares about their means.
    private readonly double[] _sums = new double[Rows * Most];
    private readonly double[] _squares = new double[Rows * Most];
    private readonly int[] _used = new int[Rows];

    /// <summary>How many sizes there are; the last row holds the oldest values.</summary>
    public int RowCount { get; private set; } = 1;

    /// <summary>The sums of the buckets of 2^<paramref name="row"/> values, oldest first.</summary>
    public ReadOnlySpan<double> Sums(int row) => _sums.AsSpan((row * Most) + Most - _used[row], _used[row]);

    /// <summary>Takes the next values, each a bucket of its own.</summary>
    public void Add(ReadOnlySpan<double> values)
    {
        // A row's own buckets, and behind them those that come to it.
        Span<double> sums = stackalloc double[Most + MostAtOnce];
        Span<double> squares = stackalloc double[Most + MostAtOnce];
        values.CopyTo(sums[Most..]);
        squares.Clear();
        int coming = values.Length;
        double half = 0.5;
        for (int row = 0; coming > 0; row++)
        {
            RowCount = Math.Max(RowCount, row + 1);
            int count = _used[row] + coming;
            int pairs = Math.Max(0, (count - Most + 1) / 2);
            Span<double> rowSums = _sums.AsSpan(row * Most, Most);
            Span<double> rowSquares = _squares.AsSpan(row * Most, Most);
            rowSums.CopyTo(sums);
            rowSquares.CopyTo(squares);
            sums.Slice(coming, Most).CopyTo(rowSums);
            squares.Slice(coming, Most).CopyTo(rowSquares);
            _used[row] = count - (2 * pairs);
            Pair(sums, squares, Most - count + coming, pairs, half);
            coming = pairs;
            half *= 0.5;
        }
    }

    /// <summary>Takes the oldest bucket out; there must be one.</summary>
    /// <returns>How many values it held, their sum, and their sum of squares about their mean.</returns>
    public (long Size, double Sum, double Squares) DropOldest()
    {
        int row = RowCount - 1;
        int at = (row * Most) + Most - _used[row]--;
        (long Size, double Sum, double Squares) oldest = (1L << row, _sums[at], _squares[at]);
        while (RowCount > 1 && _used[RowCount - 1] == 0)
        {
            RowCount--;
        }

        return oldest;
    }

    public void Clear()
    {
        _used.AsSpan().Clear();
        RowCount = 1;
    }

    /// <summary>Makes one bucket of each pair from a place on, and puts them behind the room for the next row's own.</summary>
    private static void Pair(Span<double> sums, Span<double> squares, int from, int pairs, double half)
    {
        for (int i = 0; i < pairs; i++)
        {
            double sum = sums[from + (2 * i)];
            double other = sums[from + (2 * i) + 1];

            // Half of the difference's square, over the size: a power of two, so that multiplying by its inverse is exact.
            squares[i] = squares[from + (2 * i)] + squares[from + (2 * i) + 1] + ((sum - other) * (sum - other) * half);
            sums[i] = sum + other;
        }

        sums[..pairs].CopyTo(sums[Most..]);
        squares[..pairs].CopyTo(squares[Most..]);
    }
}
