namespace AISafety.Statistics;

/// <summary>The mixture sequential probability ratio test of a normal mean of known variance: an e-value and a p-value that hold at any time.</summary>
/// <remarks>
/// <para>L = sqrt(v / (v + n t)) exp(n² t (mean - m)² / (2 v (v + n t))): the likelihood ratio against m, mixed over a normal distribution of
/// variance t about m. The p-value is 1 over the greatest L so far. For A/B tests, give the differences of pairs, v being the sum of both variances.
/// If the variance is estimated, or the values are not normal, the guarantee is approximate.</para>
/// <para>NaN means missing: counted, otherwise passed over. O(1) an update. Not thread-safe. Sources: H. Robbins, Statistical methods related to the law of the iterated
/// logarithm, 1970; R. Johari, P. Koomen, L. Pekelis, D. Walsh, Always valid inference, Operations Research 2022.</para>
/// </remarks>
public sealed class MixtureSprt
{
    private readonly double _mean;
    private readonly double _variance;
    private readonly double _mixing;
    private double _sum;

    /// <summary>Makes a test.</summary>
    /// <param name="mean">m, the mean to test, in the values' unit; finite.</param>
    /// <param name="variance">v, of a value; more than 0.</param>
    /// <param name="mixingVariance">t, the square of the effect that is thought likely; more than 0. Any t is valid.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    public MixtureSprt(double mean, double variance, double mixingVariance)
    {
        _mean = StreamRange.Finite(mean);
        _variance = StreamRange.Positive(variance);
        _mixing = StreamRange.Positive(mixingVariance);
    }

    /// <summary>How many values there were, without the missing ones.</summary>
    public long Count { get; private set; }

    /// <summary>How many values were NaN.</summary>
    public long MissingCount { get; private set; }

    /// <summary>L, the e-value: 1 / a or more is evidence at level a. May be infinite.</summary>
    public double EValue
    {
        get
        {
            double spread = _variance + (Count * _mixing);
            return Math.Sqrt(_variance / spread) * Math.Exp(_mixing * _sum * _sum / (2 * _variance * spread));
        }
    }

    /// <summary>The p-value that holds at any time.</summary>
    public double PValue { get; private set; } = 1;

    /// <summary>Takes the next value.</summary>
    /// <param name="value">A finite value; NaN if it is missing.</param>
    /// <returns>The e-value.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is infinite. Nothing was changed.</exception>
    public double Update(double value)
    {
        if (double.IsNaN(value))
        {
            MissingCount++;
            return EValue;
        }

        StreamRange.RequireFinite(value);
        _sum += value - _mean;
        Count++;
        double ratio = EValue;
        PValue = Math.Min(PValue, 1 / ratio);
        return ratio;
    }

    /// <summary>Half the width of the interval about the mean of the values that holds the true mean at all times at once with probability 1 - a.</summary>
    /// <param name="alpha">a; more than 0, less than 1.</param>
    /// <returns>Infinite if there is no value.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is out of its range.</exception>
    public double HalfWidth(double alpha)
    {
        StreamRange.Rate(alpha);
        if (Count == 0)
        {
            return double.PositiveInfinity;
        }

        double spread = _variance + (Count * _mixing);
        double log = Math.Log(1 / alpha) + (0.5 * Math.Log(spread / _variance));
        return Math.Sqrt(2 * _variance * spread * log / _mixing) / Count;
    }

    /// <summary>Forgets all values.</summary>
    public void Reset()
    {
        _sum = 0;
        Count = 0;
        MissingCount = 0;
        PValue = 1;
    }
}
