namespace AISafety.Statistics;

/// <summary>Turns scores into p-values by comparing them with the scores of a calibration sample: split conformal prediction.</summary>
/// <remarks>
/// <para>p(s) = (1 + the number of calibration scores that are s or more) / (n + 1). If the new score and the calibration scores are
/// exchangeable, P(p at most a) is at most a for every a, whatever their distribution; without ties it is more than a - 1 / (n + 1). Ties
/// count against the alarm. The probability is over the draw of the calibration sample too: for one fixed sample of size n the rate of p at most a varies
/// around that by about the square root of a (1 - a) / n.</para>
/// <para>Sources: Vovk, Gammerman and Shafer, Algorithmic Learning in a Random World, 2005; Laxhammar and Falkman, Conformal prediction for
/// distribution-independent anomaly detection in streaming vessel data, 2010. Immutable.</para>
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
        RequireRate(alpha);
        if (1 / alpha >= long.MaxValue)
        {
            return long.MaxValue;
        }

        // Rounding of 1 / alpha may be off by one to either side; the definition decides.
        long count = Math.Max(1, (long)(1 / alpha) - 1);
        return 1 / (count + 1.0) <= alpha ? count : count + 1;
    }

    /// <summary>The conformal p-value of a score: from 1 / (n + 1), stranger than all, to 1.</summary>
    /// <param name="score">The score; may be infinite.</param>
    /// <exception cref="ArgumentException"><paramref name="score"/> is NaN.</exception>
    public double PValue(double score)
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

        return (1.0 + (Count - low)) / (Count + 1.0);
    }

    /// <summary>The score above which p-values are at most <paramref name="alpha"/>: <c>score &gt; Threshold(alpha)</c> exactly when
    /// <c>PValue(score) &lt;= alpha</c>.</summary>
    /// <param name="alpha">A rate: more than 0, less than 1.</param>
    /// <returns>One of the calibration scores; +infinity, which no score exceeds, if there are fewer than <see cref="RequiredCount"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is out of range or NaN.</exception>
    public double Threshold(double alpha)
    {
        RequireRate(alpha);

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

        return ranks == 0 ? double.PositiveInfinity : _ascending[Count - ranks];
    }

    private static void RequireRate(double alpha)
    {
        if (!(alpha > 0 && alpha < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "Expected a rate of more than 0 and less than 1.");
        }
    }
}
