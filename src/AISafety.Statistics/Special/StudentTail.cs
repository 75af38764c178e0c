namespace AISafety.Statistics;

/// <summary>The upper tail of Student's t distribution.</summary>
public static class StudentTail
{
    /// <summary>P(T > t): the relative error is some 1e-13.</summary>
    /// <param name="t">Any number or infinity; NaN gives NaN.</param>
    /// <param name="degreesOfFreedom">More than 0; need not be whole; +infinity is the normal distribution.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="degreesOfFreedom"/> is out of range or NaN.</exception>
    public static double Of(double t, double degreesOfFreedom)
    {
        double half = TwoSidedOf(t, degreesOfFreedom) / 2;
        return t >= 0 ? half : 1 - half;
    }

    /// <summary>P(|T| > |t|) = I_x(n / 2, 1 / 2) with x = n / (n + t^2) (<see cref="BetaTail"/>).</summary>
    /// <param name="t">Any number or infinity; NaN gives NaN.</param>
    /// <param name="degreesOfFreedom">n; more than 0; need not be whole; +infinity is the normal distribution.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="degreesOfFreedom"/> is out of range or NaN.</exception>
    public static double TwoSidedOf(double t, double degreesOfFreedom)
    {
        if (!(degreesOfFreedom > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(degreesOfFreedom), degreesOfFreedom, "Expected more than 0.");
        }

        if (double.IsNaN(t))
        {
            return double.NaN;
        }

        // Beyond 1e10 degrees the two distributions differ by less than a part in 1e10 times t^4, and the fraction takes long.
        if (degreesOfFreedom > 1e10)
        {
            return NormalTail.TwoSidedOf(t);
        }

        // By the ratio, for the square of a huge t overflows.
        double ratio = t / Math.Sqrt(degreesOfFreedom);
        double square = ratio * ratio;
        return double.IsInfinity(square)
            ? 0
            : BetaTail.Of(degreesOfFreedom / 2, 0.5, 1 / (1 + square), square / (1 + square));
    }
}
