namespace AISafety.Statistics;

/// <summary>The upper tail of the chi-square distribution.</summary>
public static class ChiSquareTail
{
    /// <summary>P(X > x) = Q(k / 2, x / 2) (<see cref="GammaTail"/>): the relative error is some 1e-13.</summary>
    /// <param name="x">0 or more; may be +infinity.</param>
    /// <param name="degreesOfFreedom">k; more than 0, finite; need not be whole.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range or NaN.</exception>
    public static double Of(double x, double degreesOfFreedom) => GammaTail.Of(degreesOfFreedom / 2, x / 2);

    /// <summary>The x with P(X > x) = p, to the last digits: by bisection of <see cref="Of"/>.</summary>
    /// <param name="p">More than 0, less than 1.</param>
    /// <param name="degreesOfFreedom">k; more than 0, finite; need not be whole.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range or NaN.</exception>
    public static double InverseOf(double p, double degreesOfFreedom)
    {
        if (!(p is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(p), p, "Expected a probability of more than 0 and less than 1.");
        }

        double low = 0;
        double high = degreesOfFreedom + 1;
        while (Of(high, degreesOfFreedom) > p)
        {
            low = high;
            high *= 2;
        }

        while (true)
        {
            double middle = low + (high - low) / 2;
            if (middle <= low || middle >= high)
            {
                return high;
            }

            if (Of(middle, degreesOfFreedom) > p)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }
    }
}
