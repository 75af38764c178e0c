namespace AISafety.Statistics;

/// <summary>What one calibration sample of n scores makes of a threshold: the law of the rate at which later scores exceed it.</summary>
/// <remarks>
/// <para>Let the threshold be the k-th greatest of n calibration scores, and the scores be drawn independently from one continuous distribution. The rate at which later ones exceed it
/// is then a Beta(k, n + 1 - k) variable over the draw of the calibration sample, whatever the distribution: its mean is k / (n + 1), and
/// P(rate &gt; a) = I_(1-a)(n + 1 - k, k) = P(Binomial(n, a) &lt; k). With ties the rate is at most that.</para>
/// <para>Sources: Vovk, Conditional validity of inductive conformal predictors, ACML 2012; Bates, Candes, Lei, Romano and Sesia, Testing for outliers
/// with conformal p-values, Annals of Statistics 51, 2023.</para>
/// </remarks>
public static class CalibrationLaw
{
    /// <summary>P(rate &gt; a): how probable it is that a calibration sample gives a rate above one that is asked about.</summary>
    /// <param name="count">n; at least 1.</param>
    /// <param name="ranks">k: the threshold is the k-th greatest score; from 1 to n.</param>
    /// <param name="rate">a; from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range or NaN.</exception>
    public static double Exceeds(int count, int ranks, double rate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ranks, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ranks, count);
        return rate is >= 0 and <= 1
            ? Tail(count, ranks, rate)
            : throw new ArgumentOutOfRangeException(nameof(rate), rate, "Expected a rate from 0 to 1.");
    }

    /// <summary>The greatest k whose threshold keeps the rate at or under alpha with probability 1 - delta: P(rate &gt; alpha) is at most delta.</summary>
    /// <param name="count">n; at least 1.</param>
    /// <param name="alpha">The rate: more than 0, less than 1.</param>
    /// <param name="delta">How probable it may be that the rate is greater: more than 0, less than 0.5.</param>
    /// <returns>From 0 to n; 0 if n is less than <see cref="RequiredCount"/>: not even the greatest score will do.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range or NaN.</exception>
    public static int Ranks(int count, double alpha, double delta)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Require(alpha, delta);

        // The probability rises with k.
        int kept = 0;
        int broken = count + 1;
        while (broken - kept > 1)
        {
            int middle = kept + (broken - kept) / 2;
            (kept, broken) = Tail(count, middle, alpha) <= delta ? (middle, broken) : (kept, middle);
        }

        return kept;
    }

    /// <summary>The least n for which <see cref="Ranks"/> is at least 1: the least with (1 - alpha)^n at most delta.</summary>
    /// <param name="alpha">The rate: more than 0, less than 1.</param>
    /// <param name="delta">How probable it may be that the rate is greater: more than 0, less than 0.5.</param>
    /// <returns>At least 1; <see cref="long.MaxValue"/> if it is more than that.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range or NaN.</exception>
    public static long RequiredCount(double alpha, double delta)
    {
        Require(alpha, delta);
        double count = Math.Ceiling(Math.Log(delta) / PreciseMath.LogOnePlus(-alpha));
        if (count >= long.MaxValue)
        {
            return long.MaxValue;
        }

        // The logarithms' rounding may be off by one to either side; the definition decides.
        double required = Math.Max(1, count - 1);
        while (Tail(required, 1, alpha) > delta && required <= count)
        {
            required++;
        }

        return (long)required;
    }

    /// <exception cref="ArgumentOutOfRangeException">It is out of range or NaN.</exception>
    internal static void RequireDelta(double delta)
    {
        if (!(delta > 0 && delta < 0.5))
        {
            throw new ArgumentOutOfRangeException(nameof(delta), delta, "Expected a probability of more than 0 and less than 0.5.");
        }
    }

    private static void Require(double alpha, double delta)
    {
        ConformalRank.RequireRate(alpha);
        RequireDelta(delta);
    }

    private static double Tail(double count, double ranks, double rate) => BetaTail.Of(count + 1 - ranks, ranks, 1 - rate, rate);
}
