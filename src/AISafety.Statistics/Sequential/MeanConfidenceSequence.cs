namespace AISafety.Statistics;

/// <summary>An interval for the mean of values in 0 to 1 that holds at all times at once, with a stated probability: the hedged betting
/// confidence sequence.</summary>
/// <remarks>
/// <para>P(the mean is in the interval after every value) is at least 1 - a, if each value has that mean given those before it: one may look whenever and
/// stop whenever. For each of a grid of means the bets of <see cref="BettingTest"/> are run; a mean leaves for good when half of one
/// gambler's wealth reaches 1 / a. Both wealths are monotonic in the mean, so what stays is an interval; it is given one step of the grid
/// wider to either side than what stays on the grid. A proportion is a mean of zeros and ones; a difference of two means by pairs (x, y) is
/// 2 m - 1 of the values (x - y + 1) / 2.</para>
/// <para>An update costs a few operations for each grid point that is still in the interval. No allocation. NaN means missing: counted,
/// otherwise passed over. Not thread-safe. Source: I. Waudby-Smith and A. Ramdas, Estimating means of bounded random variables by betting, JRSS B
/// 2024, theorem 3.</para>
/// </remarks>
public sealed class MeanConfidenceSequence
{
    private readonly double[] _up;
    private readonly double[] _down;
    private readonly double _limit;
    private readonly double _step;
    private PredictableBet _bet;
    private double _sum;
    private int _first;
    private int _last;

    /// <summary>Makes a sequence.</summary>
    /// <param name="alpha">a, the probability that the interval ever misses the mean; more than 0, less than 1.</param>
    /// <param name="gridSize">Into how many steps 0 to 1 is divided; 10 to 100,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    public MeanConfidenceSequence(double alpha = 0.05, int gridSize = 1000)
    {
        _limit = 2 / StreamRange.Rate(alpha);
        _step = 1.0 / StreamRange.Count(gridSize, 10, 100_000);
        _bet = new(alpha);
        _up = new double[gridSize + 1];
        _down = new double[gridSize + 1];
        _up.AsSpan().Fill(1);
        _down.AsSpan().Fill(1);
        _last = gridSize;
    }

    /// <summary>How many values there were, without the missing ones.</summary>
    public long Count { get; private set; }

    /// <summary>Whether every mean from 0 to 1 has been rejected: the values did not have one mean given those before them, as when it changes on the way. The ends then stand about
    /// where the last one was, and mean nothing.</summary>
    public bool IsEmpty => _first > _last;

    /// <summary>How many values were NaN.</summary>
    public long MissingCount { get; private set; }

    /// <summary>The mean of the values; NaN if there is none.</summary>
    public double Mean => Count == 0 ? double.NaN : _sum / Count;

    /// <summary>The interval's lower end, 0 to 1; it never falls.</summary>
    public double Lower => Math.Max(0, (_first - 1) * _step);

    /// <summary>The interval's upper end, 0 to 1; it never rises.</summary>
    public double Upper => Math.Min(1, (_last + 1) * _step);

    /// <summary>Takes the next value.</summary>
    /// <param name="value">0 to 1; NaN if it is missing.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is out of its range. Nothing was changed.</exception>
    public void Update(double value)
    {
        if (double.IsNaN(value))
        {
            MissingCount++;
            return;
        }

        StreamRange.RequireUnit(value);
        double bet = _bet.Next();
        for (int i = _first; i <= _last; i++)
        {
            double mean = i * _step;
            double gain = value - mean;
            _up[i] *= 1 + (Math.Min(bet, PredictableBet.Stake / mean) * gain);
            _down[i] *= 1 - (Math.Min(bet, PredictableBet.Stake / Math.Max(0, 1 - mean)) * gain);
        }

        while (_first <= _last && _up[_first] >= _limit)
        {
            _first++;
        }

        while (_last >= _first && _down[_last] >= _limit)
        {
            _last--;
        }

        _bet.Add(value);
        _sum += value;
        Count++;
    }
}
