using System.Numerics;

namespace AISafety.Statistics;

/// <summary>The Wasserstein-1 distance of two samples, also called earth mover's: how far, on average, mass has to move.</summary>
/// <remarks>W = integral of |F(x) - G(x)| dx, F and G the empirical distribution functions; in the unit of the values, 0 or more. For samples of equal size it is the mean distance
/// of the values of equal rank. Ties need no rule. NaN means missing and is left out. Summed in double. Source: Ramdas, Garcia Trillos and Cuturi, On Wasserstein two-sample
/// testing and related families of nonparametric tests, Entropy 19, 2017.</remarks>
public static class Wasserstein
{
    /// <summary>The distance of two samples.</summary>
    /// <param name="reference">One sample, in any order; finite.</param>
    /// <param name="current">The other sample, in any order; finite.</param>
    /// <exception cref="ArgumentException">A sample has no number, or an infinite one.</exception>
    public static double Of<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using SampleScratch<T> x = SampleScratch<T>.SortedFinite(reference, nameof(reference));
        using SampleScratch<T> y = SampleScratch<T>.SortedFinite(current, nameof(current));
        return AreaBetweenSteps.Of<T>(x.Values, y.Values);
    }

    /// <summary>The distance of a sample from a prepared one.</summary>
    /// <param name="reference">The prepared sample; finite.</param>
    /// <param name="current">The other sample, in any order; finite.</param>
    /// <exception cref="ArgumentException">A sample has an infinite number, or <paramref name="current"/> has no number.</exception>
    public static double Of<T>(SortedSample<T> reference, ReadOnlySpan<T> current)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> x = SampleScratch<T>.Finite(reference, nameof(reference));
        using SampleScratch<T> y = SampleScratch<T>.SortedFinite(current, nameof(current));
        return AreaBetweenSteps.Of(x, y.Values);
    }
}
