using System.Numerics;

namespace AISafety.Statistics;

/// <summary>The Wasserstein-1 distance of two samples, also called earth mover's: how far, on average, mass has to move.</summary>
/// <remarks>W = integral of |F(x) - G(x)| dx, F and G the empirical distribution functions; in the unit of the values, 0 or more. Ties need no rule. NaN
/// means missing and is left out.</remarks>
public static class Wasserstein
{
    /// <summary>The distance of two samples.</summary>
    /// <param name="reference">One sample, in any order; finite.</param>
    /// <param name="current">The other sample, in any order; finite.</param>
    /// <exception cref="ArgumentException">A sample has no number, or an infinite one.</exception>
    public static double Of<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using SampleScratch x = SampleScratch.Sorted(reference, nameof(reference));
        using SampleScratch y = SampleScratch.Sorted(current, nameof(current));
        return DistributionGap.Integral<AbsoluteGap>(x.Values, y.Values);
    }

    /// <summary>The distance of a sample from a prepared one.</summary>
    /// <param name="reference">The prepared sample; finite.</param>
    /// <param name="current">The other sample, in any order; finite.</param>
    /// <exception cref="ArgumentException">A sample has no number, or an infinite one.</exception>
    public static double Of<T>(SortedSample reference, ReadOnlySpan<T> current)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(reference);
        using SampleScratch y = SampleScratch.Sorted(current, nameof(current));
        return DistributionGap.Integral<AbsoluteGap>(reference.Ascending, y.Values);
    }
}
