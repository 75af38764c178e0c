using System.Numerics;

namespace AISafety.Statistics;

/// <summary>The moments of samples that must be finite, as tests of means need them.</summary>
internal static class FiniteMoments
{
    /// <summary>NaN is left out and counted.</summary>
    /// <exception cref="ArgumentException">There is no number, one is infinite, or the variance is.</exception>
    public static Moments Of<T>(ReadOnlySpan<T> values, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Require(MomentsKernel.Of(values), name);

    /// <exception cref="ArgumentException">They are of no number, of an infinite one, or of an infinite variance.</exception>
    public static Moments Require(in Moments moments, string name) =>
        moments.Count == 0 ? throw new ArgumentException("There is no number in the sample; expected at least one that is not NaN.", name)
        : double.IsInfinity(moments.Min) || double.IsInfinity(moments.Max) ? throw new ArgumentException("A number of the sample is infinite; expected finite ones.", name)
        : double.IsFinite(moments.Mean) && (moments.Count < 2 || double.IsFinite(moments.Variance)) ? moments
        : throw new ArgumentException("Numbers of the sample are so far apart that their squares are infinite; expected a finite variance.", name);
}
