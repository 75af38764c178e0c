using MathNet.Numerics.Distributions;

namespace AISafety.Statistics;

/// <summary>How many values a test with one look at the end needs: what a test that is looked at all the time is held against.</summary>
/// <remarks>n = ((z_a sqrt(V0) + z_b sqrt(V1)) / d)^2, rounded up, where V0 / n and V1 / n are the variances of the estimate without and with the effect d, and z the normal quantiles of the error probability and the power; one-sided. Source: J. L. Fleiss, B. Levin and
/// M. C. Paik, Statistical methods for rates and proportions, 3rd edition, 2003, chapter 4.</remarks>
public static class SampleSize
{
    /// <summary>For any estimate that is about normal.</summary>
    /// <param name="effect">d; not 0, finite.</param>
    /// <param name="varianceWithout">V0, n times the variance of the estimate without the effect; more than 0, finite.</param>
    /// <param name="varianceWith">V1, the same with it; more than 0, finite.</param>
    /// <param name="alpha">The error probability; more than 0, less than 1.</param>
    /// <param name="power">The probability of finding the effect; more than 0, less than 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static long Of(double effect, double varianceWithout, double varianceWith, double alpha = 0.05, double power = 0.95)
    {
        if (effect == 0 || !double.IsFinite(effect))
        {
            throw new ArgumentOutOfRangeException(nameof(effect), effect, "Expected a finite number other than 0.");
        }

        StreamRange.Positive(varianceWithout);
        StreamRange.Positive(varianceWith);
        StreamRange.Rate(alpha);
        StreamRange.Rate(power);
        double reach = (Normal.InvCDF(0, 1, 1 - alpha) * Math.Sqrt(varianceWithout)) + (Normal.InvCDF(0, 1, power) * Math.Sqrt(varianceWith));
        return (long)Math.Ceiling(Math.Pow(reach / effect, 2));
    }

    /// <summary>For the difference of two proportions, pooled for the variance without it.</summary>
    /// <param name="first">The first proportion; 0 to 1.</param>
    /// <param name="second">The second; 0 to 1, another.</param>
    /// <param name="secondShare">The share of values that belong to the second; more than 0, less than 1.</param>
    /// <param name="alpha">The error probability; more than 0, less than 1.</param>
    /// <param name="power">The probability of finding the difference; more than 0, less than 1.</param>
    /// <returns>How many values of both together.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static long OfProportions(double first, double second, double secondShare = 0.5, double alpha = 0.05, double power = 0.95)
    {
        StreamRange.RequireUnit(first);
        StreamRange.RequireUnit(second);
        StreamRange.Rate(secondShare);
        double pooled = (secondShare * second) + ((1 - secondShare) * first);
        return Of(
            second - first,
            pooled * (1 - pooled) / (secondShare * (1 - secondShare)),
            (second * (1 - second) / secondShare) + (first * (1 - first) / (1 - secondShare)),
            alpha,
            power);
    }
}
