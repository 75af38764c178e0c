using MathNet.Numerics;

namespace AISafety.Statistics;

/// <summary>Confidence intervals for a proportion, and for the difference of two, from counts.</summary>
/// <remarks>Wilson's covers about as often as it says, for every proportion, and is the one to take by default; Clopper and Pearson's covers at
/// least as often as it says, and is wider. Sources: Wilson, JASA 22, 1927; Clopper and Pearson, Biometrika 26, 1934; Newcombe, Statistics in
/// Medicine 17, 1998 (both papers of that volume).</remarks>
public static class ProportionInterval
{
    /// <summary>Wilson's score interval: (p + z^2/2n -+ z sqrt(p (1 - p)/n + z^2/4n^2)) / (1 + z^2/n), without continuity correction.</summary>
    /// <param name="successes">From 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">n, 0 or more.</param>
    /// <param name="confidence">How often the interval shall cover: more than 0, less than 1.</param>
    /// <returns>0 to 1 for no trials.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range or NaN.</exception>
    public static Interval Wilson(long successes, long trials, double confidence = 0.95)
    {
        Require(successes, trials, nameof(successes), nameof(trials));
        double z = NormalReach.Of(confidence);
        if (trials == 0)
        {
            return new(0, 1);
        }

        double n = trials;
        double p = successes / n;
        double center = p + z * z / (2 * n);
        double reach = z * Math.Sqrt(p * (1 - p) / n + z * z / (4 * n * n));
        double scale = 1 + z * z / n;

        // The ends are exact where nothing or everything succeeded; rounding must not leave a crumb.
        return new(successes == 0 ? 0 : Math.Max(0, (center - reach) / scale), successes == trials ? 1 : Math.Min(1, (center + reach) / scale));
    }

    /// <summary>Clopper and Pearson's exact interval: the proportions that neither one-sided binomial test refuses at (1 - confidence) / 2.</summary>
    /// <inheritdoc cref="Wilson"/>
    public static Interval ClopperPearson(long successes, long trials, double confidence = 0.95)
    {
        Require(successes, trials, nameof(successes), nameof(trials));
        _ = NormalReach.Of(confidence);
        double tail = 0.5 * (1 - confidence);
        double failures = (double)trials - successes;
        double lower = successes == 0 ? 0 : SolveBeta(successes, failures + 1, tail, complement: false);
        double upper = failures == 0 ? 1 : SolveBeta(successes + 1.0, failures, tail, complement: true);
        return new(lower, upper);
    }

    /// <summary>Newcombe's interval for p1 - p2 of two independent samples, from Wilson's interval of each (his method 10).</summary>
    /// <remarks>d - sqrt((p1 - l1)^2 + (u2 - p2)^2) to d + sqrt((u1 - p1)^2 + (p2 - l2)^2).</remarks>
    /// <param name="successes1">Of the first sample.</param>
    /// <param name="trials1">Of the first sample; 1 or more.</param>
    /// <param name="successes2">Of the second sample.</param>
    /// <param name="trials2">Of the second sample; 1 or more.</param>
    /// <param name="confidence">How often the interval shall cover: more than 0, less than 1.</param>
    /// <returns>Within -1 to 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range or NaN.</exception>
    public static Interval NewcombeDifference(long successes1, long trials1, long successes2, long trials2, double confidence = 0.95)
    {
        Require(successes1, trials1, nameof(successes1), nameof(trials1));
        Require(successes2, trials2, nameof(successes2), nameof(trials2));
        ArgumentOutOfRangeException.ThrowIfLessThan(trials1, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(trials2, 1);
        Interval first = Wilson(successes1, trials1, confidence);
        Interval second = Wilson(successes2, trials2, confidence);
        double p1 = (double)successes1 / trials1;
        double p2 = (double)successes2 / trials2;
        Interval difference = SquareAndAdd.Difference(p1, first, p2, second);
        return new(Math.Max(-1, difference.Lower), Math.Min(1, difference.Upper));
    }

    // The x where I_x(a, b), or its complement, is the tail. Bisection: the function rises (falls) with x, and 200 halvings reach neighbours.
    private static double SolveBeta(double a, double b, double tail, bool complement)
    {
        double low = 0;
        double high = 1;
        for (int step = 0; step < 200; step++)
        {
            double middle = 0.5 * (low + high);
            if (middle <= low || middle >= high)
            {
                break;
            }

            bool below = complement
                ? SpecialFunctions.BetaRegularized(b, a, 1 - middle) > tail
                : SpecialFunctions.BetaRegularized(a, b, middle) < tail;
            (low, high) = below ? (middle, high) : (low, middle);
        }

        return 0.5 * (low + high);
    }

    private static void Require(long successes, long trials, string successesName, string trialsName)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trials, trialsName);
        ArgumentOutOfRangeException.ThrowIfNegative(successes, successesName);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials, successesName);
    }
}
