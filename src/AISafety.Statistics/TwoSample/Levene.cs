using System.Numerics;

namespace AISafety.Statistics;

/// <summary>Levene's test, by default in Brown and Forsythe's form: do two samples vary as much?</summary>
/// <remarks>
/// <para>The F statistic of a one-way analysis of variance of |x - centre of its sample|, with 1 and m + n - 2 degrees of freedom. No deviation varies within
/// its sample: equal mean deviations give 0 and p = 1, others +infinity and p = 0.</para>
/// <para>NaN means missing: left out and counted. Sources: Levene, 1960; Brown and Forsythe, J. Am. Statist. Assoc. 69, 1974.</para>
/// </remarks>
public static class Levene
{
    /// <summary>Tests two samples.</summary>
    /// <param name="reference">One sample; finite.</param>
    /// <param name="current">The other sample; finite.</param>
    /// <param name="center">From where deviations are measured.</param>
    /// <exception cref="ArgumentException">A sample has no number or an infinite one, or there are fewer than three numbers in all.</exception>
    public static TwoSampleResult Compute<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current, LeveneCenter center = LeveneCenter.Median)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Compute(LeveneDeviations.Of(reference, center, nameof(reference)), current);

    /// <summary>Tests a sample against a prepared one, from the same kind of centre.</summary>
    /// <param name="reference">The prepared sample.</param>
    /// <param name="current">The other sample; finite.</param>
    /// <exception cref="ArgumentException"><paramref name="current"/> has no number or an infinite one, or there are fewer than three numbers in all.</exception>
    public static TwoSampleResult Compute<T>(LeveneDeviations reference, ReadOnlySpan<T> current)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(reference);
        Moments first = reference.Moments;
        Moments second = LeveneDeviations.Of(current, reference.Center, nameof(current)).Moments;
        double m = first.Count;
        double n = second.Count;
        if (m + n < 3)
        {
            throw new ArgumentException("There are two numbers in all; expected at least three.", nameof(current));
        }

        double within = first.PopulationVariance * m + second.PopulationVariance * n;
        double difference = first.Mean - second.Mean;
        double between = m / (m + n) * n * difference * difference;
        double statistic = between == 0 ? 0 : (m + n - 2) * between / within;
        return new(statistic, FTail.Of(statistic, 1, m + n - 2), first.Count, second.Count, first.Missing + second.Missing);
    }
}
