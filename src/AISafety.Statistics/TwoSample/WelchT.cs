using System.Numerics;

namespace AISafety.Statistics;

/// <summary>Welch's t test: do two samples have the same mean, their variances being what they are? Two-sided.</summary>
/// <remarks>
/// <para>t = (mean of the reference - mean of the current) / sqrt(a + b), a and b the variances (n - 1) over the counts; degrees of freedom (a + b)^2 /
/// (a^2 / (m - 1) + b^2 / (n - 1)). Neither sample varies: equal means give t = 0 and p = 1, others an infinite t and p = 0, with m + n - 2 degrees.</para>
/// <para>NaN means missing: left out and counted. Source: Welch, Biometrika 34, 1947.</para>
/// </remarks>
public static class WelchT
{
    /// <summary>Tests two samples.</summary>
    /// <param name="reference">One sample; finite, at least two numbers.</param>
    /// <param name="current">The other sample; finite, at least two numbers.</param>
    /// <exception cref="ArgumentException">A sample has fewer than two numbers, or an infinite one.</exception>
    public static WelchTResult Compute<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Compute(MomentsKernel.Of(reference), MomentsKernel.Of(current));

    /// <summary>Tests a sample against a prepared one, of which the moments are enough.</summary>
    /// <param name="reference">The moments of one sample; finite, of at least two numbers.</param>
    /// <param name="current">The other sample; finite, at least two numbers.</param>
    /// <exception cref="ArgumentException">A sample has fewer than two numbers, or an infinite one.</exception>
    public static WelchTResult Compute<T>(Moments reference, ReadOnlySpan<T> current)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Compute(reference, MomentsKernel.Of(current));

    /// <summary>Tests two samples by their moments.</summary>
    /// <param name="reference">The moments of one sample; finite, of at least two numbers.</param>
    /// <param name="current">The moments of the other sample; likewise.</param>
    /// <exception cref="ArgumentException">A sample has fewer than two numbers, or an infinite one.</exception>
    public static WelchTResult Compute(Moments reference, Moments current)
    {
        RequireTwo(reference, nameof(reference));
        RequireTwo(current, nameof(current));
        double m = reference.Count;
        double n = current.Count;
        double a = reference.Variance / m;
        double b = current.Variance / n;
        double difference = reference.Mean - current.Mean;
        double t = difference == 0 ? 0 : difference / Math.Sqrt(a + b);
        double ratio = a / (a + b);
        double degrees = a + b > 0
            ? 1 / (ratio * ratio / (m - 1) + (1 - ratio) * (1 - ratio) / (n - 1))
            : m + n - 2;
        return new(
            t, StudentTail.TwoSidedOf(t, degrees), degrees, reference.Mean, current.Mean, reference.Count, current.Count, reference.Missing + current.Missing);
    }

    private static void RequireTwo(in Moments moments, string name)
    {
        if (FiniteMoments.Require(moments, name).Count < 2)
        {
            throw new ArgumentException("There is one number in the sample; expected at least two.", name);
        }
    }
}
