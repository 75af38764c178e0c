using System.Numerics;

namespace AISafety.Statistics;

/// <summary>The Kolmogorov-Smirnov test of one sample against a continuous distribution.</summary>
/// <remarks>
/// <para>D = max over i of max(i / n - F(x_i), F(x_i) - (i - 1) / n), the sample ascending; two-sided. The p-value is that of the distribution
/// of D, exact up to 140 numbers and to 4e-6 at worst beyond, computed as Simard and L'Ecuyer select (Computing the Two-Sided Kolmogorov-Smirnov Distribution, J. Stat. Software 39(11), 2011). Ties need no
/// rule, but a continuous distribution has none: with ties the p-value is an approximation.</para>
/// <para>NaN means missing: left out and counted. Infinities take part.</para>
/// </remarks>
public static class KolmogorovSmirnovFit
{
    /// <summary>Tests a sample against a distribution that was known before the sample was.</summary>
    /// <param name="values">The sample, in any order.</param>
    /// <param name="distribution">F, the cumulative distribution function: called once a number, in ascending order; from 0 to 1.</param>
    /// <exception cref="ArgumentException">There is no number, or <paramref name="distribution"/> gave a number outside 0 to 1.</exception>
    public static FitResult Compute<T>(ReadOnlySpan<T> values, Func<double, double> distribution)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(distribution);
        using SampleScratch<T> sorted = SampleScratch<T>.Sorted(values, nameof(values));
        return OfSorted<T>(sorted.Values, sorted.Missing, distribution);
    }

    /// <summary>Tests a sample against the normal distribution of the sample's own mean and standard deviation (n - 1).</summary>
    /// <param name="values">The sample, in any order; finite.</param>
    /// <remarks>The p-value is that for a distribution known beforehand. Fitting makes D smaller, so that it is too large (Lilliefors, 1967): a small one
    /// is evidence against normality, a large one is none for it.</remarks>
    /// <exception cref="ArgumentException">There are fewer than two numbers, all are equal, or one is infinite.</exception>
    public static FitResult ComputeNormal<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using SampleScratch<T> sorted = SampleScratch<T>.Sorted(values, nameof(values));
        Moments moments = FiniteMoments.Of<T>(sorted.Values, nameof(values));
        double deviation = moments.StandardDeviation;
        return deviation > 0
            ? OfSorted<T>(sorted.Values, sorted.Missing, x => NormalTail.Of((moments.Mean - x) / deviation))
            : throw new ArgumentException("The sample has no spread; expected at least two numbers that differ.", nameof(values));
    }

    private static FitResult OfSorted<T>(ReadOnlySpan<T> sorted, int missing, Func<double, double> distribution)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double n = sorted.Length;
        double statistic = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            double f = distribution(double.CreateTruncating(sorted[i]));
            if (!(f is >= 0 and <= 1))
            {
                throw new ArgumentException("The distribution function gave a number outside 0 to 1.", nameof(distribution));
            }

            statistic = Math.Max(statistic, Math.Max((i + 1) / n - f, f - i / n));
        }

        return new(statistic, KolmogorovDistribution.Survival(sorted.Length, statistic), sorted.Length, missing);
    }
}
