namespace AISafety.Statistics;

/// <summary>The regularised incomplete beta function: the lower tail of the beta distribution.</summary>
/// <remarks>
/// <para>I_x(a, b) = integral from 0 to x of t^(a-1) (1-t)^(b-1) dt / B(a, b). The upper tail is I_(1-x)(b, a). The relative error of either tail, where
/// it is asked for directly, is some 1e-13 down to the smallest numbers, for parameters of at least 1e-3 and at most some 1e8; the time grows with the square root of the
/// greater one.</para>
/// <para>The continued fraction of Didonato and Morris (Significant Digit Computation of the Incomplete Beta Function Ratios, ACM TOMS 18, 1992), by Lentz's method
/// as modified by Thompson and Barnett (1986), on the side of the mean where it converges; the common factor from Loader's deviance.</para>
/// </remarks>
public static class BetaTail
{
    private const int MaximumTerms = 10_000_000;
    private const double Tiny = 1e-290;

    /// <summary>I_x(a, b): from 0 at x = 0 to 1 at x = 1.</summary>
    /// <param name="a">The first parameter; more than 0, finite.</param>
    /// <param name="b">The second parameter; more than 0, finite.</param>
    /// <param name="x">From 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range or NaN.</exception>
    public static double Of(double a, double b, double x)
    {
        RequireParameter(a, nameof(a));
        RequireParameter(b, nameof(b));
        return x is >= 0 and <= 1
            ? Of(a, b, x, 1 - x)
            : throw new ArgumentOutOfRangeException(nameof(x), x, "Expected a number from 0 to 1.");
    }

    /// <summary>I_x(a, b), where the caller knows y = 1 - x to more digits than that difference has.</summary>
    internal static double Of(double a, double b, double x, double y) =>
        x <= 0 ? 0
        : y <= 0 ? 1
        : a * y >= b * x ? Fraction(a, b, x, y) : 1 - Fraction(b, a, y, x);

    // 1 / (beta(0) + alpha(1) / (beta(1) + ...)): all terms that matter are positive, and where a is huge and x next to 1 nothing cancels, thanks to lambda.
    private static double Fraction(double a, double b, double x, double y)
    {
        double lambda = (a + b) * y - b;
        double c = a / (a + 1) * (lambda + 1);
        double d = 0;
        double denominator = c;
        for (int n = 1; n < MaximumTerms; n++)
        {
            double odd = a + 2 * n - 1;
            double alpha = (a + n - 1) / odd * ((a + b + n - 1) / odd) * n * (b - n) * x * x;
            double beta = n + n * (b - n) * x / odd + (a + n) / (odd + 2) * (lambda + 1 + n * (1 + y));
            d = 1 / AwayFromZero(beta + alpha * d);
            c = AwayFromZero(beta + alpha / c);
            double change = c * d;
            denominator *= change;
            if (Math.Abs(change - 1) < 2e-16)
            {
                break;
            }
        }

        return Factor(a, b, x, y) / denominator;
    }

    // x^a y^b / B(a, b).
    private static double Factor(double a, double b, double x, double y)
    {
        double n = a + b;
        double correction = SaddlePoint.StirlingError(n) - SaddlePoint.StirlingError(a) - SaddlePoint.StirlingError(b);
        double deviance = SaddlePoint.Deviance(a, n * x) + SaddlePoint.Deviance(b, n * y);
        return Math.Sqrt(a / n * b / (2 * Math.PI)) * Math.Exp(correction - deviance);
    }

    private static double AwayFromZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;

    private static void RequireParameter(double value, string name)
    {
        if (!(value > 0 && double.IsFinite(value)))
        {
            throw new ArgumentOutOfRangeException(name, value, "Expected a finite parameter of more than 0.");
        }
    }
}
