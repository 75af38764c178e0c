namespace AISafety.Statistics;

/// <summary>Finds, at any time, that the mean of values in 0 to 1 has risen above a limit, such as a risk above what can be borne, however long it was below.</summary>
/// <remarks>
/// <para>Eight gamblers each multiply their wealth by 1 + l (x - m), m the limit and l from 1/256 to 1/2 of 1 / m: while the mean, given the values before, is m at most, each factor's mean is 1 at most. Their evidence is the sum (or
/// the mean, with a lifetime guarantee) over all starts, so that long good times cost nothing: see <see cref="EDetectorGuarantee"/>.</para>
/// <para>NaN means missing: counted, otherwise passed over. O(1) an update. Not thread-safe. Sources: A. Podkopaev and A. Ramdas, Tracking the risk of a deployed model and detecting harmful distribution shifts, ICLR 2022;
/// J. Shin, A. Ramdas, A. Rinaldo, E-detectors, NEJSDS 2023.</para>
/// </remarks>
public sealed class MeanEDetector
{
    private const int Gamblers = 8;

    private readonly double[] _stakes = new double[Gamblers];
    private readonly double[] _wealth = new double[Gamblers];
    private readonly double[] _sinceStart = new double[Gamblers];
    private readonly long[] _starts = new long[Gamblers];

    /// <summary>Makes a detector.</summary>
    /// <param name="limit">m, the greatest mean that is all right; more than 0, less than 1.</param>
    /// <param name="guarantee">What is promised. Default: the mean run length.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public MeanEDetector(double limit, EDetectorGuarantee guarantee = EDetectorGuarantee.RunLength)
    {
        Limit = StreamRange.Rate(limit);
        if (!Enum.IsDefined(guarantee))
        {
            throw new ArgumentOutOfRangeException(nameof(guarantee), guarantee, "There is no such guarantee.");
        }

        Guarantee = guarantee;
        for (int k = 0; k < Gamblers; k++)
        {
            // A limit so near 0 that its inverse overflows is as good as the least one that does not.
            _stakes[k] = Math.ScaleB(1, -1 - k) / Math.Max(limit, 1e-300);
        }

        Reset();
    }

    /// <summary>m, the greatest mean that is all right.</summary>
    public double Limit { get; }

    /// <summary>What is promised.</summary>
    public EDetectorGuarantee Guarantee { get; }

    /// <summary>How many values there were, without the missing ones.</summary>
    public long Count { get; private set; }

    /// <summary>How many values were NaN.</summary>
    public long MissingCount { get; private set; }

    /// <summary>The evidence that the mean is above the limit; 0 or more, may be infinite.</summary>
    public double Evidence { get; private set; }

    /// <summary>How many values the mean has likely been above the limit: since the best start of the gambler with the most evidence. 0 if there is none.</summary>
    public long LikelyDuration { get; private set; }

    /// <summary>Takes the next value.</summary>
    /// <param name="value">0 to 1; NaN if it is missing.</param>
    /// <returns>The evidence.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is out of its range. Nothing was changed.</exception>
    public double Update(double value)
    {
        if (double.IsNaN(value))
        {
            MissingCount++;
            return Evidence;
        }

        StreamRange.RequireUnit(value);
        Count++;
        bool isRunLength = Guarantee == EDetectorGuarantee.RunLength;
        double start = (isRunLength ? 1 : StartPrior.At(Count)) / Gamblers;
        double sum = isRunLength ? 0 : StartPrior.After(Count);
        int best = 0;
        for (int k = 0; k < Gamblers; k++)
        {
            double factor = 1 + (_stakes[k] * (value - Limit));
            _wealth[k] = (_wealth[k] + start) * factor;
            sum += _wealth[k];
            best = _wealth[k] > _wealth[best] ? k : best;

            // The best start is where the product of the factors since was least: Page's rule.
            (_sinceStart[k], _starts[k]) = _sinceStart[k] > 0 ? (_sinceStart[k] + Math.Log(factor), _starts[k]) : (Math.Log(factor), Count);
        }

        Evidence = sum;
        LikelyDuration = _sinceStart[best] > 0 ? Count - _starts[best] + 1 : 0;
        return sum;
    }

    /// <summary>Forgets all values.</summary>
    public void Reset()
    {
        Array.Clear(_wealth);
        Array.Clear(_sinceStart);
        Count = 0;
        MissingCount = 0;
        LikelyDuration = 0;
        Evidence = Guarantee == EDetectorGuarantee.Lifetime ? 1 : 0;
    }
}
