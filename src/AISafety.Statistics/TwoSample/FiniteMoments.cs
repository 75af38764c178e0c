using System.Numerics;

namespace AISafety.Statistics;

/// <summary>The moments of samples that must be finite, as tests of means need them.</summary>
internal static class FiniteMoments
{
    /// <summary>NaN is left out and counted.</summary>
    /// <exception cref="ArgumentException">There is no number, or one is infinite.</exception>
    public static Moments Of<T>(ReadOnlySpan<T> values, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Require(MomentsKernel.Of(values), name);

    /// <exception cref="ArgumentException">They are of no number, or of an infinite one.</exception>
    public static Moments Require(in Moments moments, string name) =>
        moments.Count == 0 ? throw new ArgumentException("There is no number in the sample; expected at least one that is not NaN.", name)
        : double.IsInfinity(moments.Min) || double.IsInfinity(moments.Max) ? throw new ArgumentException("A number of the sample is infinite; expected finite ones.", name)
        : moments;
}
