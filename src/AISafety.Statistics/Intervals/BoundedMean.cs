namespace AISafety.Statistics;

/// <summary>A confidence limit for the mean of independent values from 0 to 1 of which only the mean is known.</summary>
/// <remarks>The limit is the u above the mean m with n kl(m, u) = ln(1 / delta), kl(m, u) = m ln(m / u) + (1 - m) ln((1 - m) / (1 - u)): values from 0 to 1 deviate no more easily than zeros and ones. Source: W. Hoeffding, Probability
/// inequalities for sums of bounded random variables, JASA 58, 1963, theorem 1.</remarks>
public static class BoundedMean
{
    /// <summary>What the true mean exceeds with probability delta at most.</summary>
    /// <param name="mean">The mean of the values; 0 to 1.</param>
    /// <param name="count">How many values; 1 or more.</param>
    /// <param name="delta">More than 0, less than 1.</param>
    /// <returns>From <paramref name="mean"/> to 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static double Upper(double mean, long count, double delta)
    {
        if (!(mean is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(mean), mean, "Expected 0 to 1.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        double room = -Math.Log(StreamRange.Rate(delta)) / count;
        double low = mean;
        double high = 1;

        // Sixty halvings leave less than a double can tell; the upper end is the safe one.
        for (int i = 0; i < 60; i++)
        {
            double middle = 0.5 * (low + high);
            (low, high) = Divergence(mean, middle) <= room ? (middle, high) : (low, middle);
        }

        return high;
    }

    private static double Divergence(double mean, double other) =>
        (mean == 0 ? 0 : mean * Math.Log(mean / other)) + (mean == 1 ? 0 : (1 - mean) * Math.Log((1 - mean) / (1 - other)));
}
