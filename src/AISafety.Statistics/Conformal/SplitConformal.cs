namespace AISafety.Statistics;

/// <summary>Turns scores into p-values by comparing them with the scores of a calibration sample: split conformal prediction.</summary>
/// <remarks>
/// <para>p(s) = (1 + the number of calibration scores that are s or more) / (n + 1). If the new score and the calibration scores are
/// exchangeable, P(p at most a) is at most a for every a, whatever their distribution; without ties it is more than a - 1 / (n + 1). Ties
/// count against the alarm. The probability is over the draw of the calibration sample too: for one fixed sample of size n the rate of p at most a varies
/// around that by about the square root of a (1 - a) / n.</para>
/// <para>Where one fixed sample must keep its promise, give delta: with probability 1 - delta or more over the draw of the calibration sample, the rate at which
/// later scores exceed <see cref="Threshold(double, double)"/> is at most a (<see cref="CalibrationLaw"/>).</para>
/// <para>Sources: Vovk, Gammerman and Shafer, Algorithmic Learning in a Random World, 2005; Laxhammar and Falkman, Conformal prediction for
/// distribution-independent anomaly detection in streaming vessel data, 2010; for delta, Vovk, Conditional validity of inductive conformal predictors,
/// ACML 2012. Immutable.</para>
/// </remarks>
public sealed class SplitConformal
{
    private readonly double[] _ascending;

    private SplitConformal(double[] ascending) => _ascending = ascending;

    /// <summary>How many calibration scores there are; at least 1.</summary>
    public int Count => _ascending.Length;

    /// <summary>The least p-value that can come out: 1 / (n + 1).</summary>
    public double MinimumPValue => 1.0 / (Count + 1.0);

    /// <summary>Takes a calibration sample.</summary>
    /// <param name="scores">The scores, greater meaning stranger; infinities are allowed. At least one.</param>
    /// <exception cref="ArgumentException">There is no score, or one is NaN.</exception>
    public static SplitConformal Fit(ReadOnlySpan<double> scores)
    {
        if (scores.IsEmpty)
        {
            throw new ArgumentException("There is no calibration score; expected at least one.", nameof(scores));
        }

        double[] ascending = scores.ToArray();
        Array.Sort(ascending);

        // NaN sorts before everything else.
        return double.IsNaN(ascending[0])
            ? throw new ArgumentException("A calibration score is NaN; expected numbers.", nameof(scores))
            : new(ascending);
    }

    /// <summary>How many calibration scores it takes for p-values of <paramref name="alpha"/> or less to exist: the least n with 1 / (n + 1) at most
    /// <paramref name="alpha"/>.</summary>
    /// <param name="alpha">A rate: more than 0, less than 1.</param>
    /// <returns>At least 1; <see cref="long.MaxValue"/> if it is more than that.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is out of range or NaN.</exception>
    public static long RequiredCount(double alpha)
    {
        ConformalRank.RequireRate(alpha);
        if (1 / alpha >= long.MaxValue)
        {
            return long.MaxValue;
        }

        // Rounding of 1 / alpha may be off by one to either side; the definition decides.
        long count = Math.Max(1, (long)(1 / alpha) - 1);
        return 1 / (count + 1.0) <= alpha ? count : count + 1;
    }

    /// <summary>How many calibration scores it takes for <see cref="Threshold(double, double)"/> to be finite: the least n with (1 - alpha)^n at most delta.</summary>
    /// <param name="alpha">A rate: more than 0, less than 1.</param>
    /// <param name="delta">How probable it may be that the sample breaks the promise: more than 0, less than 0.5.</param>
    /// <returns>At least 1; <see cref="long.MaxValue"/> if it is more than that.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range or NaN.</exception>
    public static long RequiredCount(double alpha, double delta) => CalibrationLaw.RequiredCount(alpha, delta);

    /// <summary>The conformal p-value of a score: from 1 / (n + 1), stranger than all, to 1.</summary>
    /// <param name="score">The score; may be infinite.</param>
    /// <exception cref="ArgumentException"><paramref name="score"/> is NaN.</exception>
    public double PValue(double score) => (1.0 + AsStrange(score)) / (Count + 1.0);

    /// <summary>The p-value that holds for this calibration sample: with probability 1 - delta or more over its draw, and for each a, the rate of p-values of at most a is
    /// at most a. It is Clopper and Pearson's upper limit for the share of scores that are as strange, and greater than <see cref="PValue(double)"/>.</summary>
    /// <param name="score">The score; may be infinite.</param>
    /// <param name="delta">How probable it may be that the sample breaks the promise: more than 0, less than 0.5.</param>
    /// <exception cref="ArgumentException"><paramref name="score"/> is NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delta"/> is out of range or NaN.</exception>
    public double PValue(double score, double delta)
    {
        CalibrationLaw.RequireDelta(delta);
        return ProportionInterval.ClopperPearson(AsStrange(score), Count, 1 - 2 * delta).Upper;
    }

    /// <summary>The score above which p-values are at most <paramref name="alpha"/>: <c>score &gt; Threshold(alpha)</c> exactly when
    /// <c>PValue(score) &lt;= alpha</c>.</summary>
    /// <param name="alpha">A rate: more than 0, less than 1.</param>
    /// <returns>One of the calibration scores; +infinity, which no score exceeds, if there are fewer than <see cref="RequiredCount(double)"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is out of range or NaN.</exception>
    public double Threshold(double alpha)
    {
        ConformalRank.RequireRate(alpha);

        // The greatest number of ranks that the rate has room for, by the same division as in PValue.
        int ranks = (int)(alpha * (Count + 1.0));
        while ((ranks + 1) / (Count + 1.0) <= alpha)
        {
            ranks++;
        }

        while (ranks / (Count + 1.0) > alpha)
        {
            ranks--;
        }

        return AtRank(ranks);
    }

    /// <summary>The score that later ones exceed at a rate of at most <paramref name="alpha"/>, with probability 1 - delta or more over the draw of this
    /// calibration sample: where <see cref="PValue(double, double)"/> is at most <paramref name="alpha"/>, but for rounding.</summary>
    /// <param name="alpha">A rate: more than 0, less than 1.</param>
    /// <param name="delta">How probable it may be that the sample breaks the promise: more than 0, less than 0.5.</param>
    /// <returns>One of the calibration scores; +infinity, which no score exceeds, if there are fewer than <see cref="RequiredCount(double, double)"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range or NaN.</exception>
    public double Threshold(double alpha, double delta) => AtRank(CalibrationLaw.Ranks(Count, alpha, delta));

    private double AtRank(int ranks) => ranks == 0 ? double.PositiveInfinity : _ascending[Count - ranks];

    // How many calibration scores are as strange, or more.
    private int AsStrange(double score)
    {
        if (double.IsNaN(score))
        {
            throw new ArgumentException("The score is NaN; expected a number.", nameof(score));
        }

        int low = 0;
        int high = Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_ascending[middle] < score)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return Count - low;
    }
}
