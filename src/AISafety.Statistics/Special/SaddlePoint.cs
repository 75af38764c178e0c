namespace AISafety.Statistics;

/// <summary>The two parts that powers over factorials are made of when nothing may cancel: Stirling's error and the deviance.</summary>
/// <remarks>Source: C. Loader, Fast and Accurate Computation of Binomial Probabilities, 2000.</remarks>
internal static class SaddlePoint
{
    private const double SeriesFrom = 16;

    /// <summary>d(a) in Gamma(a + 1) = sqrt(2 pi a) (a / e)^a e^d(a), for a more than 0.</summary>
    public static double StirlingError(double a)
    {
        double shift = 0;
        for (; a < SeriesFrom; a++)
        {
            // d(a) - d(a + 1); Gamma(a + 2) = (a + 1) Gamma(a + 1).
            shift += (a + 0.5) * PreciseMath.LogOnePlus(1 / a) - 1;
        }

        double square = 1 / (a * a);
        double series = 1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680 - square * (1.0 / 1188 - square * (691.0 / 360360)))));
        return shift + series / a;
    }

    /// <summary>x log(x / mean) + mean - x, which is 0 at x = mean and more elsewhere; without cancellation near there.</summary>
    public static double Deviance(double x, double mean)
    {
        double difference = x - mean;
        if (Math.Abs(difference) >= 0.1 * (x + mean))
        {
            return x == 0 ? mean : x * Math.Log(x / mean) - difference;
        }

        // With v = (x - mean) / (x + mean), x / mean = (1 + v) / (1 - v), whose logarithm is 2 (v + v^3 / 3 + ...).
        double v = difference / (x + mean);
        double sum = difference * v;
        double term = 2 * x * v;
        for (int j = 3; ; j += 2)
        {
            term *= v * v;
            double next = sum + term / j;
            if (next == sum)
            {
                return sum;
            }

            sum = next;
        }
    }
}
