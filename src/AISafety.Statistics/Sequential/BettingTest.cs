namespace AISafety.Statistics;

/// <summary>Tests, valid at any time, that the mean of values in 0 to 1 is a stated one, by betting against it.</summary>
/// <remarks>
/// <para>Two gamblers start with 1: one bets that the mean is greater, one that it is less, each multiplying the wealth by 1 + l (x - m) or
/// 1 - l (x - m), l decided before x is seen. If each value has the mean m given those before it, each wealth is a nonnegative martingale: the
/// chance that it ever reaches 1 / a is a at most (Ville), whenever and however often one looks. The two-sided wealth is the mean of both.
/// A proportion is a mean of zeros and ones; a difference of two means of pairs (x, y) is tested by (x - y + 1) / 2 against 1/2.</para>
/// <para>NaN means missing: counted, otherwise passed over, which is right only if being missing does not depend on the value. O(1) an update. Not
/// thread-safe. Source: I. Waudby-Smith and A. Ramdas, Estimating means of bounded random variables by betting, JRSS B 2024.</para>
/// </remarks>
public sealed class BettingTest
{
    private readonly double _alpha;
    private PredictableBet _bet;
    private double _logUp;
    private double _logDown;

    /// <summary>Makes a test.</summary>
    /// <param name="mean">m, the mean to test; more than 0, less than 1.</param>
    /// <param name="alpha">The error probability for which the bets are sized; more than 0, less than 1. The test is valid at every level.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    public BettingTest(double mean, double alpha = 0.05)
    {
        Mean = StreamRange.Rate(mean);
        _alpha = StreamRange.Rate(alpha);
        _bet = new(alpha);
    }

    /// <summary>m, the mean that is tested.</summary>
    public double Mean { get; }

    /// <summary>How many values there were, without the missing ones.</summary>
    public long Count { get; private set; }

    /// <summary>How many values were NaN.</summary>
    public long MissingCount { get; private set; }

    /// <summary>The e-value of "the mean is m": 1 / a of it or more is evidence at level a. May be infinite.</summary>
    public double EValue => 0.5 * (Math.Exp(_logUp) + Math.Exp(_logDown));

    /// <summary>The e-value of "the mean is m or less".</summary>
    public double EValueGreater => Math.Exp(_logUp);

    /// <summary>The e-value of "the mean is m or more".</summary>
    public double EValueLess => Math.Exp(_logDown);

    /// <summary>The p-value of "the mean is m", valid at any time: 1 over the greatest e-value so far.</summary>
    public double PValue { get; private set; } = 1;

    /// <summary>Takes the next value.</summary>
    /// <param name="value">0 to 1; NaN if it is missing.</param>
    /// <returns>The e-value.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is out of its range. Nothing was changed.</exception>
    public double Update(double value)
    {
        if (double.IsNaN(value))
        {
            MissingCount++;
            return EValue;
        }

        StreamRange.RequireUnit(value);
        double bet = _bet.Next();
        double gain = value - Mean;
        _logUp += Math.Log(1 + (Math.Min(bet, PredictableBet.Stake / Mean) * gain));
        _logDown += Math.Log(1 - (Math.Min(bet, PredictableBet.Stake / (1 - Mean)) * gain));
        _bet.Add(value);
        Count++;
        double wealth = EValue;
        PValue = Math.Min(PValue, 1 / wealth);
        return wealth;
    }

    /// <summary>Forgets all values.</summary>
    public void Reset()
    {
        _bet = new(_alpha);
        _logUp = 0;
        _logDown = 0;
        Count = 0;
        MissingCount = 0;
        PValue = 1;
    }
}
