using System.Numerics;

namespace AISafety.Statistics;

/// <summary>The total variation distance of two discrete distributions: the greatest difference that they give to one event.</summary>
/// <remarks>Half the sum of |p - q|: a metric from 0 to 1.</remarks>
public static class TotalVariation
{
    /// <summary>The distance of two sets of counts or proportions of the same bins.</summary>
    /// <param name="reference">Weights of 0 or more, finite, not all zero; scaled to a sum of 1.</param>
    /// <param name="current">Likewise, as many.</param>
    /// <exception cref="ArgumentException">Weights are not as they must be, or their numbers differ.</exception>
    public static double Of<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current)
        where T : unmanaged, INumber<T> =>
        Math.Min(1, Proportions.Sum(reference, current, default(Measure)) / 2);

    /// <summary>The distance of a sample from a prepared one.</summary>
    /// <param name="reference">The prepared sample.</param>
    /// <param name="current">The other sample, in any order; NaN is left out.</param>
    /// <exception cref="ArgumentException"><paramref name="current"/> has no number.</exception>
    public static double Of<T>(BinnedSample<T> reference, ReadOnlySpan<T> current)
        where T : struct, IFloatingPointIeee754<T>
    {
        using BinScratch<T> counts = BinScratch<T>.Of(reference, current);
        return Of(reference.Counts, counts.Counts);
    }

    private readonly struct Measure : IBinMeasure
    {
        public double Of(double p, double q) => Math.Abs(p - q);
    }
}
