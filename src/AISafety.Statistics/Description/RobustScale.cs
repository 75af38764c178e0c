using System.Numerics;

namespace AISafety.Statistics;

/// <summary>A scale that outliers do not inflate, comparable to a standard deviation: 1.4826 times the median absolute deviation.</summary>
/// <remarks>Where more than half of the values are equal that is zero, and 1.2533 times the mean absolute deviation takes its place
/// (Iglewicz and Hoaglin, How to Detect and Handle Outliers, ASQC 1993). Zero is left for constants.</remarks>
public static class RobustScale
{
    /// <summary>The robust scale about a centre.</summary>
    /// <param name="values">The values. NaN means missing and is passed over.</param>
    /// <param name="center">The centre, usually the <see cref="Median"/>; finite.</param>
    /// <returns>Zero or more, zero if all values equal the centre; NaN if there is no value, or the centre is NaN.</returns>
    public static double Of<T>(ReadOnlySpan<T> values, T center)
        where T : struct, IFloatingPointIeee754<T>
    {
        T median = MedianAbsoluteDeviation.Of(values, center);
        return median == T.Zero
            ? MeanAbsoluteDeviation.NormalConsistency * MeanAbsoluteDeviation.Of(values, center)
            : MedianAbsoluteDeviation.NormalConsistency * double.CreateTruncating(median);
    }
}
