namespace AISafety.Statistics;

/// <summary>Exact one-sided tests whether something is more frequent in a current sample than in a reference that is a sample itself.</summary>
/// <remarks>All are valid for every sample size and every share, also where the reference has none: if both samples are exchangeable, the probability of a p-value of at most alpha is alpha at most. They hold on the average over
/// references: of many windows compared with one reference, the expected number of false alarms is bounded, while their alarms may come together.</remarks>
public static class ShareExcess
{
    /// <summary>The probability that so many or more of all marked rows are current ones, given how many are marked in all: the upper tail of the hypergeometric distribution, which is Fisher's exact test, one-sided.</summary>
    /// <param name="referenceMarked">How many rows of the reference are marked.</param>
    /// <param name="referenceCount">How many rows the reference has; at least 1.</param>
    /// <param name="currentMarked">How many current rows are marked.</param>
    /// <param name="currentCount">How many current rows there are; at least 1.</param>
    /// <returns>0 to 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is out of its range.</exception>
    public static double PValue(long referenceMarked, long referenceCount, long currentMarked, long currentCount)
    {
        Require(referenceMarked, referenceCount, nameof(referenceMarked));
        Require(currentMarked, currentCount, nameof(currentMarked));
        long marked = referenceMarked + currentMarked;
        long total = referenceCount + currentCount;
        long least = Math.Max(0, marked - referenceCount);
        long most = Math.Min(marked, currentCount);
        long mode = Math.Clamp((long)Math.Floor((marked + 1.0) * (currentCount + 1.0) / (total + 2.0)), least, most);

        // Weights are relative to the likeliest number's, so that nothing overflows.
        double all = 1;
        double tail = mode >= currentMarked ? 1 : 0;
        double weight = 1;
        for (long x = mode; x < most && weight > 0; x++)
        {
            weight *= (marked - x) / (x + 1.0) * ((currentCount - x) / (referenceCount - marked + x + 1.0));
            all += weight;
            tail += x + 1 >= currentMarked ? weight : 0;
        }

        weight = 1;
        for (long x = mode; x > least && weight > 0; x--)
        {
            weight *= x / (marked - x + 1.0) * ((referenceCount - marked + x) / (currentCount - x + 1.0));
            all += weight;
            tail += x - 1 >= currentMarked ? weight : 0;
        }

        return Math.Min(1, tail / all);
    }

    /// <summary>The probability that so many or more current values lie outside the extremes of the reference's values: the upper tail of the beta-binomial distribution with a = ends, b = n + 1 - ends. Equal values only make it less.</summary>
    /// <param name="referenceCount">How many values the reference has; at least <paramref name="ends"/>.</param>
    /// <param name="currentOutside">How many current values are less than its least or greater than its greatest value.</param>
    /// <param name="currentCount">How many current values there are; at least 1.</param>
    /// <param name="ends">2 for both extremes, 1 for one of them.</param>
    /// <returns>0 to 1.</returns>
    /// <remarks>Source: S. Wilks, Determination of sample sizes for setting tolerance limits, Annals of Mathematical Statistics 12, 1941.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static double BeyondExtremes(long referenceCount, long currentOutside, long currentCount, int ends = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ends, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ends, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(referenceCount, ends);
        Require(currentOutside, currentCount, nameof(currentOutside));
        if (currentOutside == 0)
        {
            return 1;
        }

        // P(0) = product over the ends i of (m - i) / (m + n - i); the quotient of neighbours gives the others. By logarithms, for P(0) may vanish.
        double log = 0;
        for (int i = 0; i < ends; i++)
        {
            log += Math.Log((double)(referenceCount - i) / (referenceCount + currentCount - i));
        }

        double tail = 0;
        for (long x = 0; x <= currentCount; x++)
        {
            if (x >= currentOutside)
            {
                double term = Math.Exp(log);
                tail += term;
                if (term < tail * 1e-17)
                {
                    break;
                }
            }

            log += Math.Log((currentCount - x) / (x + 1.0) * ((x + ends) / (double)(currentCount - x - 1 + referenceCount + 1 - ends)));
        }

        return Math.Min(1, tail);
    }

    /// <summary>A bound of the probability that some value fills a given run of rows, as one that the reference has so often does: prod (k + i) / (m + i) for i = 1 to n, times (m + n) / n for all the values that it might be.</summary>
    /// <param name="referenceMarked">k: how many rows of the reference have the value.</param>
    /// <param name="referenceCount">m: how many rows the reference has; at least 1.</param>
    /// <param name="run">n: how many rows have it in a row; at least 1.</param>
    /// <returns>0 to 1. Rejecting where it is at most alpha has the probability alpha at most: of all rows together, at most (m + n) / n values occur n times.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is out of its range.</exception>
    public static double OneValue(long referenceMarked, long referenceCount, long run)
    {
        Require(referenceMarked, referenceCount, nameof(referenceMarked));
        ArgumentOutOfRangeException.ThrowIfLessThan(run, 1);
        double product = (double)(referenceCount + run) / run;
        for (long i = 1; i <= run && product > 0; i++)
        {
            product *= (double)(referenceMarked + i) / (referenceCount + i);
        }

        return Math.Min(1, product);
    }

    private static void Require(long marked, long count, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (marked < 0 || marked > count)
        {
            throw new ArgumentOutOfRangeException(name, marked, $"Expected a number of rows from 0 to {count}.");
        }
    }
}
