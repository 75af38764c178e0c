namespace AISafety.Statistics;

/// <summary>An interval for the mean of values without a known range that holds at all times at once, if the values are many: the asymptotic confidence sequence.</summary>
/// <remarks>
/// <para>mean -+ s sqrt(2 (t r^2 + 1) / (t^2 r^2) ln(sqrt(t r^2 + 1) / a)), s being the standard deviation so far (divisor t). For independent values with one mean and more than two finite
/// moments, the probability that it ever misses the mean tends to at most a as the first look is put later; there is no guarantee for any given number of
/// values, and heavy tails need more. r is set so that the interval is tightest at a chosen t. Where a range is known, <see cref="MeanConfidenceSequence"/> holds at
/// every t.</para>
/// <para>NaN means missing: counted, otherwise passed over. O(1) an update. Not thread-safe. Source: I. Waudby-Smith, D. Arbour, R. Sinha, E. H. Kennedy and A. Ramdas,
/// Time-uniform central limit theory and asymptotic confidence sequences, Annals of Statistics 2024, theorem 2.2.</para>
/// </remarks>
public sealed class AsymptoticConfidenceSequence
{
    private readonly double _alpha;
    private readonly double _square;
    private readonly int _first;
    private double _squares;

    /// <summary>Makes a sequence.</summary>
    /// <param name="alpha">a, the probability that the interval ever misses the mean, in the limit; more than 0, less than 1.</param>
    /// <param name="tightest">At how many values the interval is to be tightest; 1 or more.</param>
    /// <param name="first">From how many values on there is an interval; 2 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    public AsymptoticConfidenceSequence(double alpha = 0.05, int tightest = 1000, int first = 100)
    {
        _alpha = StreamRange.Rate(alpha);
        _first = StreamRange.Count(first, 2);
        double log = -2 * Math.Log(alpha);
        _square = (log + Math.Log(log + 1)) / StreamRange.Count(tightest, 1);
    }

    /// <summary>How many values there were, without the missing ones.</summary>
    public long Count { get; private set; }

    /// <summary>How many values were NaN.</summary>
    public long MissingCount { get; private set; }

    /// <summary>The mean of the values; NaN if there is none.</summary>
    public double Mean { get; private set; } = double.NaN;

    /// <summary>The interval now; without ends before the first look.</summary>
    public Interval Interval
    {
        get
        {
            if (Count < _first)
            {
                return new(double.NegativeInfinity, double.PositiveInfinity);
            }

            double t = Count;
            double grown = t * _square + 1;
            double reach = Math.Sqrt(_squares / t * 2 * grown / (t * t * _square) * Math.Log(Math.Sqrt(grown) / _alpha));
            return new(Mean - reach, Mean + reach);
        }
    }

    /// <summary>Takes the next value.</summary>
    /// <param name="value">Finite; NaN if it is missing.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is infinite. Nothing was changed.</exception>
    public void Update(double value)
    {
        if (double.IsNaN(value))
        {
            MissingCount++;
            return;
        }

        StreamRange.RequireFinite(value);
        double step = Count == 0 ? 0 : value - Mean;

        // Opposite huge values: their difference overflows, their weighted sum does not; the spread is then infinite.
        double mean = Count == 0 ? value : double.IsFinite(step) ? Mean + step / (Count + 1) : Mean * (Count / (Count + 1.0)) + value / (Count + 1);
        _squares += Count == 0 ? 0 : Math.Abs(step) * Math.Abs(value - mean);
        Mean = mean;
        Count++;
    }
}
