using System.Numerics;

namespace AISafety.Statistics;

/// <summary>The test whether a vector is a discrete probability distribution: a point of the unit simplex.</summary>
public static class ProbabilityVector
{
    /// <summary>Finds what is wrong with a vector of probabilities: each must be finite and within [-t, 1 + t], and |Σp - 1| ≤ t.</summary>
    /// <param name="probabilities">The vector.</param>
    /// <param name="tolerance">t; at least 0, finite. A softmax in single precision is off by some 1e-6 for a thousand classes.</param>
    /// <param name="sum">The sum, accumulated in double from first to last; NaN or infinite if an element is. 0 for an empty vector.</param>
    /// <returns>The gravest fault, in this order: empty, not finite, out of range, sum.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="tolerance"/> is negative, infinite or NaN.</exception>
    public static ProbabilityFault FindFault<T>(ReadOnlySpan<T> probabilities, double tolerance, out double sum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!(tolerance >= 0 && double.IsFinite(tolerance)))
        {
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "Expected a finite tolerance of 0 or more.");
        }

        sum = 0;
        bool inRange = true;
        foreach (T element in probabilities)
        {
            double probability = double.CreateTruncating(element);
            sum += probability;
            inRange &= probability >= -tolerance && probability <= 1 + tolerance;
        }

        if (probabilities.IsEmpty)
        {
            return ProbabilityFault.Empty;
        }

        if (!inRange)
        {
            return AllFinite(probabilities) ? ProbabilityFault.OutOfRange : ProbabilityFault.NotFinite;
        }

        return Math.Abs(sum - 1) <= tolerance ? ProbabilityFault.None : ProbabilityFault.SumNotOne;
    }

    private static bool AllFinite<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (T value in values)
        {
            if (!T.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }
}
