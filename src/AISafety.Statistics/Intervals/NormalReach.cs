using MathNet.Numerics.Distributions;

namespace AISafety.Statistics;

/// <summary>How many standard deviations to each side hold a share of a normal distribution: 1.96 for 0.95.</summary>
internal static class NormalReach
{
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="confidence"/> is not between 0 and 1.</exception>
    public static double Of(double confidence)
    {
        if (!(confidence > 0 && confidence < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "Expected a share of more than 0 and less than 1.");
        }

        return -Normal.InvCDF(0, 1, 0.5 * (1 - confidence));
    }
}
