using System.Numerics;
using System.Numerics.Tensors;

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
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using SampleScratch x = SampleScratch.Of(reference, nameof(reference));
        using SampleScratch y = SampleScratch.Of(current, nameof(current));
        double m = x.Values.Length;
        double n = y.Values.Length;
        if (m + n < 3)
        {
            throw new ArgumentException("There are two numbers in all; expected at least three.", nameof(current));
        }

        SampleMoments first = Deviations(x.Values, center, nameof(reference));
        SampleMoments second = Deviations(y.Values, center, nameof(current));
        double within = Squares(first) + Squares(second);
        double difference = first.Mean - second.Mean;
        double between = m / (m + n) * n * difference * difference;
        double statistic = between == 0 ? 0 : (m + n - 2) * between / within;
        return new(statistic, FTail.Of(statistic, 1, m + n - 2), x.Values.Length, y.Values.Length, x.Missing + y.Missing);
    }

    // Replaces the values, whose order is of no more use, by their deviations.
    private static SampleMoments Deviations(Span<double> values, LeveneCenter center, string name)
    {
        double mean = SampleMoments.OfFinite(values, name).Mean;
        double from = center == LeveneCenter.Mean ? mean : Median.OfNumbers(values);
        TensorPrimitives.Subtract(values, from, values);
        TensorPrimitives.Abs(values, values);
        return SampleMoments.OfFinite(values, name);
    }

    private static double Squares(SampleMoments moments) => moments.Count > 1 ? moments.Variance * (moments.Count - 1) : 0;
}
