using System.Numerics;

namespace AISafety.Statistics;

/// <summary>The Kullback-Leibler divergence of a discrete distribution from another.</summary>
/// <remarks>KL(p || q) = sum of p ln(p / q), in nats; 0 or more; not symmetric: p is what is, q what was expected. With a floor, every proportion is raised to it and each
/// distribution scaled to a sum of 1 again. Source: Kullback and Leibler, Ann. Math. Statist. 22, 1951.</remarks>
public static class KullbackLeibler
{
    /// <summary>KL(p || q) of two sets of counts or proportions of the same bins.</summary>
    /// <param name="p">Weights of 0 or more, finite, not all zero; scaled to a sum of 1.</param>
    /// <param name="q">Likewise, as many.</param>
    /// <param name="floor">The least proportion; 0 or more, less than 1. With 0, a bin empty in <paramref name="q"/> alone makes it +infinity.</param>
    /// <exception cref="ArgumentException">Weights are not as they must be, or their numbers differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="floor"/> is out of range.</exception>
    public static double Of<T>(ReadOnlySpan<T> p, ReadOnlySpan<T> q, double floor = 0)
        where T : unmanaged, INumber<T>
    {
        Proportions.RequireFloor(floor);
        return Math.Max(0, Proportions.Sum(p, q, new Measure(floor, FlooredSum(p, floor, nameof(p)), FlooredSum(q, floor, nameof(q))), nameof(q)));
    }

    /// <summary>KL(current || reference): how far a sample is from a prepared one, which is what was expected.</summary>
    /// <param name="reference">The prepared sample.</param>
    /// <param name="current">The other sample, in any order; NaN is left out.</param>
    /// <param name="floor">The least proportion; 0 or more, less than 1. With 0, a bin empty in the reference alone makes it +infinity.</param>
    /// <exception cref="ArgumentException"><paramref name="current"/> has no number.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="floor"/> is out of range.</exception>
    public static double FromReference<T>(BinnedSample<T> reference, ReadOnlySpan<T> current, double floor = 0)
        where T : struct, IFloatingPointIeee754<T>
    {
        using BinScratch<T> counts = BinScratch<T>.Of(reference, current);
        return Of(counts.Counts, reference.Counts, floor);
    }

    private static double FlooredSum<T>(ReadOnlySpan<T> weights, double floor, string name)
        where T : unmanaged, INumber<T>
    {
        double all = Proportions.Total(weights, name);
        double sum = 0;
        foreach (T weight in weights)
        {
            sum += Math.Max(double.CreateChecked(weight) / all, floor);
        }

        return sum;
    }

    private readonly struct Measure(double floor, double firstSum, double secondSum) : IBinMeasure
    {
        public double Of(double p, double q)
        {
            p = Math.Max(p, floor) / firstSum;
            q = Math.Max(q, floor) / secondSum;
            return p == 0 ? 0 : p * Math.Log(p / q);
        }
    }
}
