using System.Numerics;

namespace AISafety.Statistics;

/// <summary>Welch's t test: do two samples have the same mean, their variances being what they are? Two-sided.</summary>
/// <remarks>
/// <para>t = (mean of the reference - mean of the current) / sqrt(a + b), a and b the variances (n - 1) over the counts; degrees of freedom (a + b)^2 /
/// (a^2 / (m - 1) + b^2 / (n - 1)). Neither sample varies: equal means give t = 0 and p = 1, others an infinite t and p = 0, with m + n - 2 degrees.</para>
/// <para>NaN means missing: left out and counted. Source: Welch, Biometrika 34, 1947.</para>
/// </remarks>
public static class WelchT
{
    /// <summary>Tests two samples.</summary>
    /// <param name="reference">One sample; finite, at least two numbers.</param>
    /// <param name="current">The other sample; finite, at least two numbers.</param>
    /// <exception cref="ArgumentException">A sample has fewer than two numbers, or an infinite one.</exception>
    public static WelchTResult Compute<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using SampleScratch x = SampleScratch.Of(reference, nameof(reference));
        using SampleScratch y = SampleScratch.Of(current, nameof(current));
        SampleMoments first = OfAtLeastTwo(x.Values, nameof(reference));
        SampleMoments second = OfAtLeastTwo(y.Values, nameof(current));
        double a = first.Variance / first.Count;
        double b = second.Variance / second.Count;
        double difference = first.Mean - second.Mean;
        double t = difference == 0 ? 0 : difference / Math.Sqrt(a + b);
        double ratio = a / (a + b);
        double degrees = a + b > 0
            ? 1 / (ratio * ratio / (first.Count - 1) + (1 - ratio) * (1 - ratio) / (second.Count - 1))
            : first.Count + second.Count - 2;
        return new(t, StudentTail.TwoSidedOf(t, degrees), degrees, first.Mean, second.Mean, first.Count, second.Count, x.Missing + y.Missing);
    }

    private static SampleMoments OfAtLeastTwo(ReadOnlySpan<double> values, string name) =>
        values.Length >= 2
            ? SampleMoments.OfFinite(values, name)
            : throw new ArgumentException("There is one number in the sample; expected at least two.", name);
}
