using System.Numerics;

namespace AISafety.Statistics;

/// <summary>The mean absolute deviation from a centre: the mean (divided by n) of |x - centre|.</summary>
public static class MeanAbsoluteDeviation
{
    /// <summary>The square root of half pi: times this, the deviation of normal values estimates their standard deviation.</summary>
    public const double NormalConsistency = 1.2533141373155003;

    /// <summary>The mean absolute deviation, without the factor <see cref="NormalConsistency"/>; added up in double precision.</summary>
    /// <param name="values">The values. NaN means missing and is passed over; an infinite value makes the mean +infinity.</param>
    /// <param name="center">The centre; finite.</param>
    /// <returns>Zero or more; NaN if there is no value, or the centre is NaN.</returns>
    public static double Of<T>(ReadOnlySpan<T> values, T center)
        where T : struct, IFloatingPointIeee754<T>
    {
        double sum = 0;
        double middle = double.CreateTruncating(center);
        int count = 0;
        foreach (T value in values)
        {
            double deviation = Math.Abs(double.CreateTruncating(value) - middle);
            if (!double.IsNaN(deviation))
            {
                sum += deviation;
                count++;
            }
        }

        return count == 0 ? double.NaN : sum / count;
    }
}
