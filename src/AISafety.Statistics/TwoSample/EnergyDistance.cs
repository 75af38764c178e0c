using System.Numerics;

namespace AISafety.Statistics;

/// <summary>The energy distance of two samples.</summary>
/// <remarks>sqrt(2 E|X - Y| - E|X - X'| - E|Y - Y'|) = sqrt(2 integral of (F(x) - G(x))^2 dx), in the square root of the values' unit, 0 or more. Ties need
/// no rule. NaN means missing and is left out. Source: Szekely and Rizzo, J. Statist. Plann. Inference 143, 2013.</remarks>
public static class EnergyDistance
{
    /// <summary>The distance of two samples.</summary>
    /// <param name="reference">One sample, in any order; finite.</param>
    /// <param name="current">The other sample, in any order; finite.</param>
    /// <exception cref="ArgumentException">A sample has no number, or an infinite one.</exception>
    public static double Of<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using SampleScratch<T> x = SampleScratch<T>.SortedFinite(reference, nameof(reference));
        using SampleScratch<T> y = SampleScratch<T>.SortedFinite(current, nameof(current));
        return Math.Sqrt(2 * DistributionGap.SquaredIntegral<T>(x.Values, y.Values));
    }

    /// <summary>The distance of a sample from a prepared one.</summary>
    /// <param name="reference">The prepared sample; finite.</param>
    /// <param name="current">The other sample, in any order; finite.</param>
    /// <exception cref="ArgumentException">A sample has an infinite number, or <paramref name="current"/> has no number.</exception>
    public static double Of<T>(SortedSample<T> reference, ReadOnlySpan<T> current)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> x = SampleScratch<T>.Finite(reference, nameof(reference));
        using SampleScratch<T> y = SampleScratch<T>.SortedFinite(current, nameof(current));
        return Math.Sqrt(2 * DistributionGap.SquaredIntegral(x, y.Values));
    }
}
