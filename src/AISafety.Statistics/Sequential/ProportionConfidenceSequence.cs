using MathNet.Numerics;

namespace AISafety.Statistics;

/// <summary>An interval for a proportion that holds at all times at once, from the counts alone: the beta-binomial mixture.</summary>
/// <remarks>
/// <para>P(the proportion is in the interval after every row) is at least 1 - a, if each row counts with that probability given those before it: one may look whenever and stop whenever. For each p the
/// likelihood of the rows under a mixture of proportions by Beta(1/2, 1/2), divided by that under p, is a martingale if p is true; p is left out where it is 1 / a or more (Ville's inequality):
/// B(k + 1/2, n - k + 1/2) / B(1/2, 1/2) / (p^k (1 - p)^(n - k)) &lt; 1 / a.</para>
/// <para>Nothing is kept but k and n, so that parts can be added. Some 2 microseconds. <see cref="MeanConfidenceSequence"/> is for means of any values in 0 to 1. Source: H. Robbins, Statistical methods related to the law of the iterated logarithm, Annals of
/// Mathematical Statistics 41, 1970; the mixture: R. Krichevsky and V. Trofimov, IEEE Transactions on Information Theory 27, 1981.</para>
/// </remarks>
public static class ProportionConfidenceSequence
{
    private const double Prior = 0.5;

    // Enough to halve 0 to 1 down to neighbouring doubles near any p above 1e-9, and to 1e-18 below.
    private const int Halvings = 60;

    /// <summary>The interval after so many rows.</summary>
    /// <param name="successes">k, how many of them count; 0 to <paramref name="count"/>.</param>
    /// <param name="count">n, how many there were; 0 or more. Of none the interval is 0 to 1.</param>
    /// <param name="alpha">a, the probability that the interval ever misses the proportion; more than 0, less than 1.</param>
    /// <returns>Ends in 0 to 1, rounded outward; it holds k / n.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static Interval Of(long successes, long count, double alpha = 0.05)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (successes < 0 || successes > count)
        {
            throw new ArgumentOutOfRangeException(nameof(successes), successes, $"Expected 0 to {count}.");
        }

        if (!(alpha is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "Expected more than 0 and less than 1.");
        }

        double failures = count - successes;
        double mixture = SpecialFunctions.BetaLn(successes + Prior, failures + Prior) - SpecialFunctions.BetaLn(Prior, Prior) + Math.Log(alpha);
        return new(successes == 0 ? 0 : End(successes, failures, mixture), failures == 0 ? 1 : 1 - End(failures, successes, mixture));
    }

    // The least p that is not left out, for k rows that count and m that do not.
    private static double End(double k, double m, double mixture)
    {
        double below = 0;
        double above = k / (k + m);
        for (int i = 0; i < Halvings && below < above; i++)
        {
            double p = 0.5 * (below + above);
            bool isOut = mixture - (k * Math.Log(p)) - (m * double.LogP1(-p)) >= 0;
            (below, above) = isOut ? (p, above) : (below, p);
        }

        return below;
    }
}
