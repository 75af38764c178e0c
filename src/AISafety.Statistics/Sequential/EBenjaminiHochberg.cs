using System.Buffers;

namespace AISafety.Statistics;

/// <summary>e-BH: which of many hypotheses to reject by their e-values, so that the expected share of false ones among the rejected is at most alpha,
/// however the e-values depend on each other.</summary>
/// <remarks>With e(k) the k-th greatest of K, the k* greatest are rejected, k* the greatest k with k e(k) / K at least 1 / alpha. Source: R. Wang and A. Ramdas,
/// False discovery rate control with e-values, JRSS B 2022.</remarks>
public static class EBenjaminiHochberg
{
    /// <summary>Decides.</summary>
    /// <param name="eValues">One of each hypothesis; 0 to +infinity. May be empty.</param>
    /// <param name="alpha">The false discovery rate; more than 0, less than 1.</param>
    /// <param name="rejected">Receives whether each hypothesis is rejected; as long as <paramref name="eValues"/>. Equal e-values fare alike.</param>
    /// <returns>How many are rejected.</returns>
    /// <exception cref="ArgumentException">An e-value is NaN or negative, or the lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is out of its range.</exception>
    public static int Reject(ReadOnlySpan<double> eValues, double alpha, Span<bool> rejected)
    {
        StreamRange.Rate(alpha);
        if (rejected.Length != eValues.Length)
        {
            throw new ArgumentException("Expected a place for each e-value.", nameof(rejected));
        }

        foreach (double value in eValues)
        {
            EValueMean.Require(value, nameof(eValues));
        }

        int count = eValues.Length;
        double[] ascending = ArrayPool<double>.Shared.Rent(count);
        eValues.CopyTo(ascending);
        ascending.AsSpan(0, count).Sort();
        int k = count;
        while (k > 0 && !(k * ascending[count - k] * alpha >= count))
        {
            k--;
        }

        double least = k == 0 ? double.NaN : ascending[count - k];
        ArrayPool<double>.Shared.Return(ascending);
        for (int i = 0; i < count; i++)
        {
            rejected[i] = eValues[i] >= least;
        }

        return k;
    }
}
