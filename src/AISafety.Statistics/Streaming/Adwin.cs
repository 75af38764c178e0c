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
    private const int LeastPart = 5;
    private const int LeastWindow = 10;

    private readonly double _delta;
    private readonly int _interval;
    private readonly ExponentialHistogram _histogram = new();

    // The newest values, until there is a check or no more room; they are in neither of the two beside them.
    private readonly double[] _waiting = new double[ExponentialHistogram.MostAtOnce];
    private int _waitingCount;
    private Totals _totals;
    private int _untilCheck;

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
    public long Width => _totals.Count + _waitingCount;

    /// <summary>The mean of the window; NaN while it is empty.</summary>
    public double Mean => Width == 0 ? double.NaN : Now.Sum / Width;

    /// <summary>The population variance of the window, n in the denominator; NaN while it is empty.</summary>
    public double Variance => Width == 0 ? double.NaN : Now.Squares / Width;

    private Totals Now => _totals.With(_waiting.AsSpan(0, _waitingCount));

    private protected override DriftState Next(double value)
    {
        StreamRange.RequireFinite(value);
        _waiting[_waitingCount++] = value;
        bool isDue = --_untilCheck == 0;
        if (isDue || _waitingCount == _waiting.Length)
        {
            _histogram.Add(_waiting.AsSpan(0, _waitingCount));
            _totals = Now;
            _waitingCount = 0;
        }

        return isDue && Check() ? DriftState.Drift : DriftState.None;
    }

    private protected override void Clear()
    {
        _histogram.Clear();
        _totals = default;
        _waitingCount = 0;
        _untilCheck = _interval;
    }

    private bool Check()
    {
        _untilCheck = _interval;
        bool cut = false;
        while (_totals.Count > LeastWindow && MayHaveCut() && HasCut())
        {
            (long size, double sum, double squares) = _histogram.DropOldest();
            _totals = _totals.Without(size, sum, squares);
            cut = true;
        }

        return cut;
    }

    /// <summary>False only where no boundary can be a cut, at a fraction of the cost of <see cref="HasCut"/>: no division.</summary>
    /// <remarks>With D the old part's sum less n0 times the mean, a cut has |D| = n0 n1 / n |difference of means|, and n0 n1 m of n or more, and
    /// therefore |D| of more than 2/3 d + sqrt(2 v d n0 n1 / n). Both sides give way by far more than rounding could make of them.</remarks>
    private bool MayHaveCut()
    {
        double width = _totals.Count;
        double mean = _totals.Sum / width;
        double variance = _totals.Squares / width;
        double d = (1 - 1e-9) * Confidence(width);
        double least = (2.0 / 3 * d) - (1e-12 * width * (Math.Abs(mean) + Math.Sqrt(variance)));
        double spread = 2 * variance * d / width;
        double excess = 0;
        double oldCount = 0;
        for (int row = _histogram.RowCount - 1; row >= 0; row--)
        {
            double size = 1L << row;
            double expected = mean * size;
            foreach (double sum in _histogram.Sums(row))
            {
                excess += sum - expected;
                oldCount += size;
                double beyond = Math.Abs(excess) - least;

                // The square with its sign, for a branch that is not data's to decide.
                if (!(beyond * Math.Abs(beyond) <= spread * oldCount * (width - oldCount)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool HasCut()
    {
        long width = _totals.Count;
        double d = Confidence(width);
        double variance = _totals.Squares / width;
        double oldCount = 0;
        double oldSum = 0;
        for (int row = _histogram.RowCount - 1; row >= 0; row--)
        {
            double size = 1L << row;
            foreach (double sum in _histogram.Sums(row))
            {
                oldCount += size;
                oldSum += sum;
                double newCount = width - oldCount;
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
                double m = (width - (2 * LeastPart) + 2) * least;
                double gap = Math.Abs((oldSum * width) - (_totals.Sum * oldCount));
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

    private double Confidence(double width) => Math.Log(2 * Math.Log(width) / _delta);

    /// <summary>Of some values: their number, their sum, and their sum of squares about their mean.</summary>
    private readonly record struct Totals(long Count, double Sum, double Squares)
    {
        public Totals With(ReadOnlySpan<double> values)
        {
            (long count, double sum, double squares) = this;
            foreach (double value in values)
            {
                if (count > 0)
                {
                    // (x - mean)^2 n / (n + 1), with one division.
                    double difference = (value * count) - sum;
                    squares += difference * difference / (count * (count + 1.0));
                }

                count++;
                sum += value;
            }

            return new(count, sum, squares);
        }

        public Totals Without(long size, double sum, double squares)
        {
            long count = Count - size;
            double left = Sum - sum;
            double difference = (sum / size) - (left / count);
            return new(count, left, Math.Max(0, Squares - squares - (difference * difference * size * count / (size + count))));
        }
    }
}
