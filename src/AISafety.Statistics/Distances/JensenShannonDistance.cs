using System.Numerics;

namespace AISafety.Statistics;

/// <summary>The Jensen-Shannon distance of two discrete distributions: a metric from 0 to 1, with empty bins as good as any.</summary>
/// <remarks>The square root of (KL(p || m) + KL(q || m)) / 2 with m = (p + q) / 2 and logarithms to base 2. Its square is the Jensen-Shannon divergence in
/// bits. Sources: Lin, IEEE Trans. Inf. Theory 37, 1991; Endres and Schindelin, IEEE Trans. Inf. Theory 49, 2003.</remarks>
public static class JensenShannonDistance
{
    /// <summary>The distance of two sets of counts or proportions of the same bins.</summary>
    /// <param name="reference">Weights of 0 or more, finite, not all zero; scaled to a sum of 1.</param>
    /// <param name="current">Likewise, as many.</param>
    /// <exception cref="ArgumentException">Weights are not as they must be, or their numbers differ.</exception>
    public static double Of<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current)
        where T : unmanaged, INumber<T> =>
        Math.Sqrt(Math.Clamp(Proportions.Sum(reference, current, default(Measure)) / (2 * Math.Log(2)), 0, 1));

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

    // p ln(p / m) + q ln(q / m) = m ((1 + v) ln(1 + v) + (1 - v) ln(1 - v)) with v = (p - q) / (p + q): the linear parts of both cancel, also in the series for small v.
    private readonly struct Measure : IBinMeasure
    {
        private const double SmallShift = 0.02;

        public double Of(double p, double q)
        {
            double sum = p + q;
            if (sum == 0)
            {
                return 0;
            }

            double v = (p - q) / sum;
            double square = v * v;
            return sum / 2 * (square < SmallShift * SmallShift
                ? square * (1 + square * (1.0 / 6 + square * (1.0 / 15 + square * (1.0 / 28 + square / 45))))
                : Power(1 + v) + Power(1 - v));
        }

        private static double Power(double x) => x <= 0 ? 0 : x * Math.Log(x);
    }
}
