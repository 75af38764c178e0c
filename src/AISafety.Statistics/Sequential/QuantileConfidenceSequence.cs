namespace AISafety.Statistics;

/// <summary>Between which sample quantiles a true quantile lies, at all times at once, with a stated probability.</summary>
/// <remarks>With r = (1.4 ln ln(2.1 t) + ln(10 / a)) / t and f = 1.5 sqrt(p (1 - p) r) + 0.8 r, the p-quantile of independent values lies between their sample
/// quantiles at p - f and p + f for every t of 1 or more with probability 1 - a at least, whatever the distribution. Ask the sorted values for these shares; or a
/// <see cref="KllSketch"/>, moving them outwards by its rank error. Source: S. R. Howard and A. Ramdas, Sequential estimation of
/// quantiles with applications to A/B testing and best-arm identification, Bernoulli 2022, theorem 1.</remarks>
public static class QuantileConfidenceSequence
{
    /// <summary>The two shares.</summary>
    /// <param name="count">t, how many values there are; 1 or more.</param>
    /// <param name="share">p, of the quantile; more than 0, less than 1.</param>
    /// <param name="alpha">a, the probability that the bounds ever fail; more than 0, less than 1.</param>
    /// <returns>The shares; below 0 means no lower bound yet, and above 1 no upper bound.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    public static (double Lower, double Upper) Shares(long count, double share, double alpha)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        StreamRange.Rate(share);
        StreamRange.Rate(alpha);
        double rate = ((1.4 * Math.Log(Math.Log(2.1 * count))) + Math.Log(10 / alpha)) / count;
        double margin = (1.5 * Math.Sqrt(share * (1 - share) * rate)) + (0.8 * rate);
        return (share - margin, share + margin);
    }
}
