using MathNet.Numerics.Distributions;

namespace AISafety.Statistics;

/// <summary>How far an input may be moved before a classifier that answers by majority under normal noise changes its answer.</summary>
/// <remarks>If the answer has probability p or more under noise of standard deviation s in each direction, it stays within s Phi^-1(p) in the Euclidean norm; the bound is reached by linear classifiers. Source: Cohen, Rosenfeld and Kolter,
/// Certified adversarial robustness via randomized smoothing, ICML 2019, theorem 1 with 1 - p for the next class.</remarks>
public static class SmoothedRadius
{
    /// <summary>The radius.</summary>
    /// <param name="probability">A lower bound of the answer's probability under noise: 0 to 1.</param>
    /// <param name="deviation">The standard deviation of the noise; more than 0, finite.</param>
    /// <returns>0 for a probability of 1/2 or less; +infinity for 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range or NaN.</exception>
    public static double Of(double probability, double deviation)
    {
        if (!(probability is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "Expected 0 to 1.");
        }

        if (!(deviation > 0 && double.IsFinite(deviation)))
        {
            throw new ArgumentOutOfRangeException(nameof(deviation), deviation, "Expected more than 0, and finite.");
        }

        return probability <= 0.5 ? 0 : deviation * Normal.InvCDF(0, 1, probability);
    }
}
