using System.Buffers;

namespace AISafety.Statistics;

/// <summary>The permutation test: a valid p-value for any statistic of two samples, at any sample size.</summary>
/// <remarks>If both samples come from one distribution, every way of dealing the pooled values into samples of the same sizes is as likely. The p-value counts the deals, drawn at random, with a
/// statistic at least as large; the samples' own deal counts too, so that P(p at most a) is at most a exactly. For a two-sided test of a signed statistic, give its absolute value.
/// Source: Phipson and Smyth, Permutation P-values Should Never Be Zero, Statist. Appl. Genet. Mol. Biol. 9, 2010.</remarks>
public static class PermutationTest
{
    private const int MostPermutations = 10_000_000;

    // A deal with the same values in another order may differ by rounding.
    private const double Rounding = 1e-12;

    /// <summary>Tests two samples of any kind of value.</summary>
    /// <param name="reference">One sample; at least one value.</param>
    /// <param name="current">The other sample; at least one value.</param>
    /// <param name="statistic">The statistic; called once more than there are permutations. It says itself what NaN among the values means.</param>
    /// <param name="permutations">How many; from 1 to 10,000,000.</param>
    /// <param name="seed">Of the permutations.</param>
    /// <exception cref="ArgumentException">A sample is empty, or the statistic is NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="permutations"/> is out of range.</exception>
    public static PermutationResult Compute<T>(
        ReadOnlySpan<T> reference, ReadOnlySpan<T> current, TwoSampleStatistic<T> statistic, int permutations, int seed)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(statistic);
        ArgumentOutOfRangeException.ThrowIfLessThan(permutations, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(permutations, MostPermutations);
        RequireValues(reference, nameof(reference));
        RequireValues(current, nameof(current));
        double own = Evaluate(statistic, reference, current);
        double asLarge = own - Rounding * Math.Abs(own);
        int count = checked(reference.Length + current.Length);
        T[] rented = ArrayPool<T>.Shared.Rent(count);
        try
        {
            Span<T> pooled = rented.AsSpan(0, count);
            reference.CopyTo(pooled);
            current.CopyTo(pooled[reference.Length..]);
            Random random = new(seed);
            int larger = 0;
            for (int i = 0; i < permutations; i++)
            {
                random.Shuffle(pooled);
                larger += Evaluate(statistic, pooled[..reference.Length], pooled[reference.Length..]) >= asLarge ? 1 : 0;
            }

            return new(own, (1.0 + larger) / (1.0 + permutations), permutations);
        }
        finally
        {
            ArrayPool<T>.Shared.Return(rented);
        }
    }

    private static double Evaluate<T>(TwoSampleStatistic<T> statistic, ReadOnlySpan<T> reference, ReadOnlySpan<T> current)
    {
        double value = statistic(reference, current);
        return double.IsNaN(value) ? throw new ArgumentException("The statistic is NaN; expected a number for every deal of the values.", nameof(statistic)) : value;
    }

    private static void RequireValues<T>(ReadOnlySpan<T> sample, string name)
    {
        if (sample.IsEmpty)
        {
            throw new ArgumentException("The sample is empty; expected at least one value.", name);
        }
    }
}
