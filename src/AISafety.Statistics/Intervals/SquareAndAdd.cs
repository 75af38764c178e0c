namespace AISafety.Statistics;

/// <summary>Intervals for the difference and the ratio of two independent quantities, from an interval of each: the method of variance estimates recovery.</summary>
/// <remarks>The distance from an estimate to its nearer limit stands for z standard errors there, and those are added as squares. The difference with Wilson's limits is Newcombe's method 10; the ratio solves p1 - R p2 = 0
/// for R in the same way. Sources: R. Newcombe, Statistics in Medicine 17, 1998; A. Donner and G. Zou, Closed-form confidence intervals for functions of the normal mean and standard
/// deviation, Statistical Methods in Medical Research 21, 2012.</remarks>
internal static class SquareAndAdd
{
    /// <summary>For p1 - p2.</summary>
    public static Interval Difference(double p1, Interval first, double p2, Interval second) =>
        new(p1 - p2 - double.Hypot(p1 - first.Lower, second.Upper - p2), p1 - p2 + double.Hypot(first.Upper - p1, p2 - second.Lower));

    /// <summary>For p1 / p2, none of them negative.</summary>
    /// <returns>From 0 to infinity at most; infinity where p2 may be 0.</returns>
    public static Interval Ratio(double p1, Interval first, double p2, Interval second)
    {
        double product = p1 * p2;
        double least = first.Lower * (2 * p1 - first.Lower);
        double most = first.Upper * (2 * p1 - first.Upper);
        double divisor = second.Lower * (2 * p2 - second.Lower);
        double lower = least > 0 ? least / (product + Root(product, least, second.Upper * (2 * p2 - second.Upper))) : 0;
        double upper = divisor > 0 ? (product + Root(product, most, divisor)) / divisor : double.PositiveInfinity;
        return new(lower, upper);
    }

    private static double Root(double product, double a, double b) => Math.Sqrt(Math.Max(0, product * product - a * b));
}
