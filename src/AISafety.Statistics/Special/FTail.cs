namespace AISafety.Statistics;

/// <summary>The upper tail of the F distribution of Fisher and Snedecor.</summary>
public static class FTail
{
    /// <summary>P(F > f) = I_x(n / 2, m / 2) with x = n / (n + m f) (<see cref="BetaTail"/>): the relative error is some 1e-13.</summary>
    /// <param name="f">0 or more; may be +infinity.</param>
    /// <param name="numerator">m, the degrees of freedom above; more than 0, finite.</param>
    /// <param name="denominator">n, the degrees of freedom below; more than 0, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range or NaN.</exception>
    public static double Of(double f, double numerator, double denominator)
    {
        Require(numerator, nameof(numerator));
        Require(denominator, nameof(denominator));
        if (!(f >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(f), f, "Expected 0 or more.");
        }

        double ratio = numerator / denominator * f;
        return double.IsInfinity(ratio)
            ? 0
            : BetaTail.Of(denominator / 2, numerator / 2, 1 / (1 + ratio), ratio / (1 + ratio));
    }

    private static void Require(double degrees, string name)
    {
        if (!(degrees > 0 && double.IsFinite(degrees)))
        {
            throw new ArgumentOutOfRangeException(name, degrees, "Expected finite degrees of freedom of more than 0.");
        }
    }
}
