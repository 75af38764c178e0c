using System.Numerics;

namespace AISafety.Statistics;

/// <summary>How far the most probable class is ahead of the next: p₁ - p₂, with p sorted downwards.</summary>
/// <remarks>Source: T. Scheffer, C. Decomain, S. Wrobel, "Active hidden Markov models for information extraction", IDA 2001.</remarks>
public static class ProbabilityMargin
{
    /// <summary>Computes p₁ - p₂ in double, from 0 (a tie) to 1 (certain).</summary>
    /// <param name="probabilities">A probability distribution; <see cref="ProbabilityVector"/> tests that. Not checked here.</param>
    /// <returns>The margin; NaN if an element is NaN, and for an empty vector. With one class: its probability, as if a second had none.</returns>
    public static double Of<T>(ReadOnlySpan<T> probabilities)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (probabilities.IsEmpty)
        {
            return double.NaN;
        }

        double first = double.CreateTruncating(probabilities[0]);
        if (probabilities.Length == 1)
        {
            return first;
        }

        double second = double.NegativeInfinity;
        bool missing = double.IsNaN(first);
        foreach (T element in probabilities[1..])
        {
            double probability = double.CreateTruncating(element);
            missing |= double.IsNaN(probability);
            if (probability > first)
            {
                second = first;
                first = probability;
            }
            else if (probability > second)
            {
                second = probability;
            }
        }

        return missing ? double.NaN : first - second;
    }
}
