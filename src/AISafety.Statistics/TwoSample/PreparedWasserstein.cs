using System.Buffers;
using System.Numerics;

namespace AISafety.Statistics;

/// <summary>A reference sample, prepared to be compared with other samples by the Wasserstein-1 (earth mover's) distance.</summary>
/// <remarks>
/// <para>W = integral of |F(x) - G(x)| dx with F and G the shares of the reference and of the sample at or below x; in the unit of the values. For
/// samples of equal size it is the mean distance between values of equal rank.</para>
/// <para>NaN means missing: skipped. An infinity in either sample gives +infinity. The sample is sorted in rented scratch. Immutable: one instance
/// serves any number of threads.</para>
/// <para>Source: Ramdas, Garcia Trillos and Cuturi, On Wasserstein two-sample testing and related families of nonparametric tests, Entropy 19, 2017.</para>
/// </remarks>
/// <typeparam name="T">float or double; sums are kept in double.</typeparam>
public sealed class PreparedWasserstein<T>
    where T : struct, IFloatingPointIeee754<T>
{
    private readonly T[] _ascending;

    private PreparedWasserstein(T[] ascending) => _ascending = ascending;

    /// <summary>How many numbers the reference has; at least 1.</summary>
    public int Count => _ascending.Length;

    /// <summary>Prepares a reference: sorts it once.</summary>
    /// <param name="reference">The sample to compare with. NaN is missing.</param>
    /// <exception cref="ArgumentException">It has no number.</exception>
    public static PreparedWasserstein<T> Fit(ReadOnlySpan<T> reference) => new(SortedNumbers.Of(reference, nameof(reference)));

    /// <summary>The distance of a sample from the reference.</summary>
    /// <param name="sample">The sample, in any order. NaN is missing.</param>
    /// <returns>0 or more; NaN if the sample has no number.</returns>
    public double Distance(ReadOnlySpan<T> sample)
    {
        T[] scratch = ArrayPool<T>.Shared.Rent(sample.Length);
        Span<T> numbers = Present.Copy(sample, scratch);
        NumberSort.Ascending(numbers);
        double distance = OfSorted(_ascending, numbers);
        ArrayPool<T>.Shared.Return(scratch);
        return distance;
    }

    private static double OfSorted(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
    {
        if (b.IsEmpty)
        {
            return double.NaN;
        }

        return T.IsFinite(a[0]) && T.IsFinite(a[^1]) && T.IsFinite(b[0]) && T.IsFinite(b[^1])
            ? AreaBetweenSteps.Of(a, b)
            : double.PositiveInfinity;
    }
}
