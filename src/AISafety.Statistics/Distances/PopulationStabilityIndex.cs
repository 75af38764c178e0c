using System.Numerics;

namespace AISafety.Statistics;

/// <summary>The population stability index: how far the proportions of bins have moved.</summary>
/// <remarks>PSI = sum of (q - p) ln(q / p), p and q the proportions in the reference and the current sample, each raised to a floor first (and not scaled
/// back to a sum of 1, as is the custom). 0 or more. With m and n values in B bins and no change it is about chi-square with B - 1 degrees of freedom times 1/m + 1/n
/// (<see cref="BinnedThreshold"/>). It is the symmetric divergence of Jeffreys, 1946.</remarks>
public static class PopulationStabilityIndex
{
    /// <summary>The floor that is the custom: a proportion of one in ten thousand.</summary>
    public const double DefaultFloor = 1e-4;

    /// <summary>The index of two sets of counts or proportions of the same bins.</summary>
    /// <param name="reference">Weights of 0 or more, finite, not all zero; scaled to a sum of 1.</param>
    /// <param name="current">Likewise, as many.</param>
    /// <param name="floor">The least proportion; 0 or more, less than 1. With 0, a bin empty on one side alone makes the index +infinity.</param>
    /// <exception cref="ArgumentException">Weights are not as they must be, or their numbers differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="floor"/> is out of range.</exception>
    public static double Of<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current, double floor = DefaultFloor)
        where T : unmanaged, INumber<T>
    {
        Proportions.RequireFloor(floor);
        return Proportions.Sum(reference, current, new Measure(floor));
    }

    /// <summary>The index of a sample against a prepared one.</summary>
    /// <param name="reference">The prepared sample.</param>
    /// <param name="current">The other sample, in any order; NaN is left out.</param>
    /// <param name="floor">The least proportion; 0 or more, less than 1. With 0, a bin empty on one side alone makes the index +infinity.</param>
    /// <exception cref="ArgumentException"><paramref name="current"/> has no number.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="floor"/> is out of range.</exception>
    public static double Of<T>(BinnedSample<T> reference, ReadOnlySpan<T> current, double floor = DefaultFloor)
        where T : struct, IFloatingPointIeee754<T>
    {
        using BinScratch<T> counts = BinScratch<T>.Of(reference, current);
        return Of(reference.Counts, counts.Counts, floor);
    }

    private readonly struct Measure(double floor) : IBinMeasure
    {
        public double Of(double p, double q)
        {
            p = Math.Max(p, floor);
            q = Math.Max(q, floor);
            return p == q ? 0 : (q - p) * Math.Log(q / p);
        }
    }
}
