using System.Numerics;
using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>The probability of the most probable class: max p.</summary>
public static class TopProbability
{
    /// <summary>Computes max p, from 1/k (undecided between k classes) to 1 (certain).</summary>
    /// <param name="probabilities">A probability distribution; <see cref="ProbabilityVector"/> tests that. Not checked here.</param>
    /// <returns>The greatest element; NaN if an element is NaN, and for an empty vector. With one class: its probability.</returns>
    public static double Of<T>(ReadOnlySpan<T> probabilities)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        probabilities.IsEmpty ? double.NaN : double.CreateTruncating(TensorPrimitives.Max(probabilities));
}
