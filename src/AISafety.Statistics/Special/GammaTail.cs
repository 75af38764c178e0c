namespace AISafety.Statistics;

/// <summary>The regularised incomplete gamma functions: the lower and upper tail of the gamma distribution of scale 1.</summary>
/// <remarks>
/// <para>Q(a, x) = integral from x to infinity of t^(a-1) e^-t dt / Gamma(a), and P = 1 - Q. The relative error is some 1e-13 down to the smallest
/// numbers, for shapes from 0.5 to some 1e8 (below, Q loses what 1 - P cancels); the time grows with the square root of the shape.</para>
/// <para>Below x = a + 1 the series of P (DLMF 8.11.4), else the continued fraction of Q (DLMF 8.9.2) by Lentz's method as modified by Thompson and Barnett
/// (1986); the common factor from Loader's deviance, so that large shapes lose no digits.</para>
/// </remarks>
public static class GammaTail
{
    private const int MaximumTerms = 10_000_000;
    private const double Tiny = 1e-290;

    /// <summary>Q(a, x), the upper tail: from 1 at x = 0 to 0.</summary>
    /// <param name="shape">a; more than 0, finite.</param>
    /// <param name="x">0 or more; may be +infinity.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range or NaN.</exception>
    public static double Of(double shape, double x)
    {
        Require(shape, x);
        return x == 0 ? 1 : double.IsPositiveInfinity(x) ? 0 : x < shape + 1 ? 1 - Series(shape, x) : Fraction(shape, x);
    }

    /// <summary>P(a, x), the lower tail: from 0 at x = 0 to 1.</summary>
    /// <param name="shape">a; more than 0, finite.</param>
    /// <param name="x">0 or more; may be +infinity.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range or NaN.</exception>
    public static double LowerOf(double shape, double x)
    {
        Require(shape, x);
        return x == 0 ? 0 : double.IsPositiveInfinity(x) ? 1 : x < shape + 1 ? Series(shape, x) : 1 - Fraction(shape, x);
    }

    private static double Series(double shape, double x)
    {
        double sum = 1;
        double term = 1;
        for (int k = 1; k < MaximumTerms && term > sum * 1e-17; k++)
        {
            term *= x / (shape + k);
            sum += term;
        }

        return Factor(shape, x) / shape * sum;
    }

    private static double Fraction(double shape, double x)
    {
        double b = x + 1 - shape;
        double c = 1 / Tiny;
        double d = 1 / b;
        double value = d;
        for (int k = 1; k < MaximumTerms; k++)
        {
            double a = -k * (k - shape);
            b += 2;
            d = 1 / AwayFromZero(a * d + b);
            c = AwayFromZero(b + a / c);
            double change = c * d;
            value *= change;
            if (Math.Abs(change - 1) < 2e-16)
            {
                break;
            }
        }

        return Factor(shape, x) * value;
    }

    // x^a e^-x / Gamma(a).
    private static double Factor(double shape, double x) =>
        Math.Sqrt(shape / (2 * Math.PI)) * Math.Exp(-SaddlePoint.StirlingError(shape) - SaddlePoint.Deviance(shape, x));

    private static double AwayFromZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;

    private static void Require(double shape, double x)
    {
        if (!(shape > 0 && double.IsFinite(shape)))
        {
            throw new ArgumentOutOfRangeException(nameof(shape), shape, "Expected a finite shape of more than 0.");
        }

        if (!(x >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(x), x, "Expected 0 or more.");
        }
    }
}
