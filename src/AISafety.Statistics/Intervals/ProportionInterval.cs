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
        Interval near = Wilson(successes, trials, confidence);
        double tail = 0.5 * (1 - confidence);
        double failures = (double)trials - successes;
        double lower = successes == 0 ? 0 : SolveBeta(successes, failures + 1, tail, complement: false, near.Lower);
        double upper = failures == 0 ? 1 : SolveBeta(successes + 1.0, failures, tail, complement: true, near.Upper);
        return new(lower, upper);
    }

    /// <summary>Newcombe's interval for p1 - p2 of two independent samples, from Wilson's interval of each (his method 10).</summary>
    /// <remarks>d - sqrt((p1 - l1)^2 + (u2 - p2)^2) to d + sqrt((u1 - p1)^2 + (p2 - l2)^2). At 0.95 it covers about as often as it says, but where one proportion is next to 0 and the other next to 1 as seldom as 0.86 (n of 30 each), and
    /// between 0.1 and 0.9 as seldom as 0.927: a property of the method, by sums over all outcomes.</remarks>
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

    // The x where I_x(a, b), or its complement, is the tail: bracketed by steps from Wilson's limit, which is about a row away, then false position with the Illinois correction. A function value
    // costs microseconds where counts are large; this takes some eight, to 1e-11 standard deviations.
    private static double SolveBeta(double a, double b, double tail, bool complement, double near)
    {
        double low = near is > 0 and < 1 ? near : a / (a + b);
        double high = low;
        double atLow = Excess(low);
        double atHigh = atLow;
        double step = 1 / (a + b);
        for (; atLow > 0 && low > 0; step *= 2)
        {
            (high, atHigh) = (low, atLow);
            low = Math.Max(0, low - step);
            atLow = Excess(low);
        }

        for (; atHigh < 0 && high < 1; step *= 2)
        {
            (low, atLow) = (high, atHigh);
            high = Math.Min(1, high + step);
            atHigh = Excess(high);
        }

        double fine = 1e-11 * Math.Sqrt(a * b / (a + b + 1)) / (a + b);
        double last = low;
        int side = 0;
        for (int i = 0; i < 200 && atHigh > atLow; i++)
        {
            double x = (low * atHigh - high * atLow) / (atHigh - atLow);
            x = x > low && x < high ? x : 0.5 * (low + high);
            double at = Excess(x);
            if (at == 0 || Math.Abs(x - last) <= Math.Max(fine, 2e-16 * x))
            {
                return x;
            }

            // An end that is kept twice counts half, or it would stay for good.
            if (at < 0)
            {
                (low, atLow, atHigh, side) = (x, at, side < 0 ? 0.5 * atHigh : atHigh, -1);
            }
            else
            {
                (high, atHigh, atLow, side) = (x, at, side > 0 ? 0.5 * atLow : atLow, 1);
            }

            last = x;
        }

        return 0.5 * (low + high);

        // Rises with x.
        double Excess(double x) => complement ? tail - SpecialFunctions.BetaRegularized(b, a, 1 - x) : SpecialFunctions.BetaRegularized(a, b, x) - tail;
    }

    private static void Require(long successes, long trials, string successesName, string trialsName)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trials, trialsName);
        ArgumentOutOfRangeException.ThrowIfNegative(successes, successesName);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials, successesName);
    }
}
