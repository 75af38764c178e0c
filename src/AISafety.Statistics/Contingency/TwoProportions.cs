namespace AISafety.Statistics;

/// <summary>The z test of two proportions. Two-sided.</summary>
/// <remarks>z = (p - q) / sqrt(r (1 - r) (1/m + 1/n)), r the proportion in both together; no correction for continuity, so that z^2 is the chi-square statistic of the table. All
/// or none succeeded: z = 0 and p = 1. Trust it once each of the four counts is five or more; below that, <see cref="FisherExact"/>.</remarks>
public static class TwoProportions
{
    /// <summary>Tests whether two samples succeed at one rate.</summary>
    /// <param name="referenceSuccesses">From 0 to <paramref name="referenceCount"/>.</param>
    /// <param name="referenceCount">m; at least 1.</param>
    /// <param name="currentSuccesses">From 0 to <paramref name="currentCount"/>.</param>
    /// <param name="currentCount">n; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is out of range.</exception>
    public static TwoProportionsResult Compute(long referenceSuccesses, long referenceCount, long currentSuccesses, long currentCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(referenceCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(currentCount, 1);
        RequireWithin(referenceSuccesses, referenceCount, nameof(referenceSuccesses));
        RequireWithin(currentSuccesses, currentCount, nameof(currentSuccesses));
        double p = (double)referenceSuccesses / referenceCount;
        double q = (double)currentSuccesses / currentCount;
        double total = (double)referenceCount + currentCount;
        double pooled = ((double)referenceSuccesses + currentSuccesses) / total;
        double variance = pooled * (1 - pooled) * (1.0 / referenceCount + 1.0 / currentCount);
        double z = variance > 0 ? (p - q) / Math.Sqrt(variance) : 0;
        return new(z, NormalTail.TwoSidedOf(z), p, q, referenceCount, currentCount);
    }

    private static void RequireWithin(long successes, long count, string name)
    {
        if (successes < 0 || successes > count)
        {
            throw new ArgumentOutOfRangeException(name, successes, $"Expected a number of successes from 0 to {count}.");
        }
    }
}
