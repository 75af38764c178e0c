using System.Numerics;

namespace AISafety.Statistics;

/// <summary>Shannon's entropy of a distribution over k classes, as a share of the greatest possible: H(p) / ln k.</summary>
/// <remarks>Source: C. E. Shannon, "A mathematical theory of communication", 1948; the ratio is also called efficiency.</remarks>
public static class NormalizedEntropy
{
    /// <summary>Computes -Σ p ln p / ln k in double, from 0 (certain) to 1 (all classes alike).</summary>
    /// <param name="probabilities">A probability distribution; <see cref="ProbabilityVector"/> tests that. Not checked here, but an
    /// element at or below 0 adds nothing (0 ln 0 = 0), and the result is cut to [0, 1].</param>
    /// <returns>The share; NaN if an element is NaN, and for an empty vector. 0 with one class, which leaves no choice.</returns>
    public static double Of<T>(ReadOnlySpan<T> probabilities)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double entropy = 0;
        foreach (T element in probabilities)
        {
            double probability = double.CreateTruncating(element);

            // Written so that a NaN goes into the sum.
            if (!(probability <= 0))
            {
                entropy -= probability * Math.Log(probability);
            }
        }

        return probabilities.Length switch
        {
            0 => double.NaN,
            1 => double.IsNaN(entropy) ? double.NaN : 0,
            int classes => Math.Clamp(entropy / Math.Log(classes), 0, 1),
        };
    }
}
