namespace AISafety.Statistics;

/// <summary>ADWIN2: keeps the longest recent window of a stream over which its mean has not changed, and reports when it had to cut it.</summary>
/// <remarks>
/// <para>The window is an exponential histogram: buckets of 1, 2, 4, ... values, at most five of a size, O(log n) of them. Every 32 values
/// each boundary between buckets is a possible cut into n0 old and n1 new values; the oldest bucket is dropped, and the search repeated, while
/// somewhere the means differ by more than sqrt(2 v d m) + 2/3 d m, where v is the window's variance,
/// m = 1 / (n0 - 4) + 1 / (n1 - 4), and d = ln(2 ln(n) / delta). The bound is the paper's for values in 0 to 1; scale others to that range. Rises and falls
/// are both reported. The indices of alarms differ between implementations by the check interval and the least part.</para>
/// <para>Values: any finite number. Source: A. Bifet and R. Gavaldà, Learning from time-changing data with adaptive windowing, SDM 2007.</para>
/// </remarks>
public sealed class Adwin : DriftDetector
{
    private const int Capacity = 6;
    private const int Rows = 58;
    private const int LeastPart = 5;
    private const int LeastWindow = 10;

    private readonly double _delta;
    private readonly int _interval;

    // A row holds buckets of one size, oldest first: their sums, and their sums of squares about their means.
    private readonly double[] _sums = new double[Rows * Capacity];
    private readonly double[] _squares = new double[Rows * Capacity];
    private readonly int[] _used = new int[Rows];
    private int _rows = 1;
    private int _untilCheck;
    private double _sum;
    private double _sumOfSquares;

    /// <summary>Makes a detector.</summary>
    /// <param name="delta">The error probability of a check, at most about; more than 0, less than 1.</param>
    /// <param name="checkInterval">How many values lie between checks; 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    public Adwin(double delta = 0.002, int checkInterval = 32)
    {
        _delta = StreamRange.Rate(delta);
        _interval = StreamRange.Count(checkInterval, 1);
        _untilCheck = _interval;
    }

    /// <summary>How many of the newest values are in the window.</summary>
    public long Width { get; private set; }

    /// <summary>The mean of the window; NaN while it is empty.</summary>
    public double Mean => Width == 0 ? double.NaN : _sum / Width;

    /// <summary>The population variance of the window, n in the denominator; NaN while it is empty.</summary>
    public double Variance => Width == 0 ? double.NaN : _sumOfSquares / Width;

    private protected override DriftState Next(double value)
    {
        StreamRange.RequireFinite(value);
        Insert(value);
        if (--_untilCheck > 0)
        {
            return DriftState.None;
        }

        _untilCheck = _interval;
        bool cut = false;
        while (Width > LeastWindow && HasCut())
        {
            DropOldest();
            cut = true;
        }

        return cut ? DriftState.Drift : DriftState.None;
    }

    private protected override void Clear()
    {
        _used.AsSpan().Clear();
        _rows = 1;
        _untilCheck = _interval;
        _sum = 0;
        _sumOfSquares = 0;
        Width = 0;
    }

    private void Insert(double value)
    {
        if (Width > 0)
        {
            // (x - mean)^2 n / (n + 1), with one division.
            double difference = (value * Width) - _sum;
            _sumOfSquares += difference * difference / (Width * (Width + 1.0));
        }

        Width++;
        _sum += value;
        Append(0, value, 0);
        for (int row = 0; _used[row] == Capacity; row++)
        {
            MergeOldest(row);
        }
    }

    private void Append(int row, double sum, double squares)
    {
        int at = (row * Capacity) + _used[row]++;
        _sums[at] = sum;
        _squares[at] = squares;
    }

    /// <summary>Makes one bucket of the next row from the two oldest of a full row.</summary>
    private void MergeOldest(int row)
    {
        int at = row * Capacity;
        double size = 1L << row;
        double difference = _sums[at] - _sums[at + 1];
        double squares = _squares[at] + _squares[at + 1] + (difference * difference / (2 * size));
        _rows = Math.Max(_rows, row + 2);
        Append(row + 1, _sums[at] + _sums[at + 1], squares);
        Shift(row, 2);
    }

    private void Shift(int row, int by)
    {
        int at = row * Capacity;
        int left = _used[row] - by;
        for (int i = at; i < at + left; i++)
        {
            _sums[i] = _sums[i + by];
            _squares[i] = _squares[i + by];
        }

        _used[row] = left;
    }

    private bool HasCut()
    {
        double d = Math.Log(2 * Math.Log(Width) / _delta);
        double variance = _sumOfSquares / Width;
        double oldCount = 0;
        double oldSum = 0;
        for (int row = _rows - 1; row >= 0; row--)
        {
            double size = 1L << row;
            int at = row * Capacity;
            int used = _used[row];
            for (int k = 0; k < used; k++)
            {
                oldCount += size;
                oldSum += _sums[at + k];
                double newCount = Width - oldCount;
                if (newCount < LeastPart)
                {
                    return false;
                }

                if (oldCount < LeastPart)
                {
                    continue;
                }

                // Both means differ by the old part's distance from the whole, times n / new: one division instead of four.
                double least = 1 / ((oldCount - LeastPart + 1) * (newCount - LeastPart + 1));
                double m = (Width - (2 * LeastPart) + 2) * least;
                double gap = Math.Abs((oldSum * Width) - (_sum * oldCount));
                double scale = oldCount * newCount;
                double beyond = gap - (2.0 / 3 * d * m * scale);

                // gap / scale > sqrt(2 m v d) + 2/3 d m, without the root.
                if (beyond > 0 && beyond * beyond > 2 * m * variance * d * scale * scale)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private void DropOldest()
    {
        int row = _rows - 1;
        int at = row * Capacity;
        double size = 1L << row;
        double sum = _sums[at];
        double squares = _squares[at];
        Width -= 1L << row;
        _sum -= sum;
        double difference = (sum / size) - (_sum / Width);
        _sumOfSquares = Math.Max(0, _sumOfSquares - squares - (difference * difference * size * Width / (size + Width)));
        Shift(row, 1);
        while (_rows > 1 && _used[_rows - 1] == 0)
        {
            _rows--;
        }
    }
}
