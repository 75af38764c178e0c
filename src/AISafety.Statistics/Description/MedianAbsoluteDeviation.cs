using System.Buffers;
using System.Numerics;

namespace AISafety.Statistics;

/// <summary>The median absolute deviation from a centre: the median of |x - centre|. It withstands up to half of the values being wrong.</summary>
/// <remarks>Source: Hampel, The Influence Curve and its Role in Robust Estimation, JASA 69 (1974).</remarks>
public static class MedianAbsoluteDeviation
{
    /// <summary>1 / the normal distribution's 75th percentile: times this, the deviation of normal values estimates their standard deviation.</summary>
    public const double NormalConsistency = 1.482602218505602;

    /// <summary>The median absolute deviation, without the factor <see cref="NormalConsistency"/>.</summary>
    /// <param name="values">The values. NaN means missing and is passed over; an infinite value deviates by +infinity.</param>
    /// <param name="center">The centre, usually the <see cref="Median"/>; finite.</param>
    /// <returns>Zero or more; NaN if there is no value, or the centre is NaN.</returns>
    public static T Of<T>(ReadOnlySpan<T> values, T center)
        where T : struct, IFloatingPointIeee754<T>
    {
        T[] scratch = ArrayPool<T>.Shared.Rent(values.Length);
        int count = 0;
        foreach (T value in values)
        {
            T deviation = T.Abs(value - center);
            if (!T.IsNaN(deviation))
            {
                scratch[count++] = deviation;
            }
        }

        T median = Median.OfNumbers(scratch.AsSpan(0, count));
        ArrayPool<T>.Shared.Return(scratch);
        return median;
    }
}
