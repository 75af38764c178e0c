using System.Buffers;
using System.Numerics;

namespace AISafety.Statistics;

/// <summary>A reference sample, prepared to be compared with other samples by the two-sample Kolmogorov-Smirnov statistic without sorting these.</summary>
/// <remarks>
/// <para>D = sup |F(x) - G(x)| over all numbers x, with F and G the shares of the reference and of the sample at or below x. Computed in integers,
/// so the result is that of the sorted definition exactly; equal values, within a sample or between samples, are ties and are stepped over together.</para>
/// <para>NaN means missing: skipped and counted. Infinities are values; -0.0 and 0.0 are equal.</para>
/// <para>How: a monotone map takes values to cells. Counting the sample by cells gives both functions at the cells' edges, hence a lower bound
/// of D, and an upper bound within each cell; only the few cells whose bound is above it are sorted. Where that would be more than a quarter of
/// the sample, as when one cell holds most of a very skewed reference, the whole sample is sorted. The sorted reference is kept; scratch is rented.</para>
/// <para>Immutable: one instance serves any number of threads.</para>
/// </remarks>
/// <typeparam name="T">float or double; other types work, by sorting.</typeparam>
public sealed class PreparedKolmogorovSmirnov<T>
    where T : struct, IFloatingPointIeee754<T>
{
    // Below this, sorting is as quick.
    private const int LeastToMap = 256;

    private readonly T[] _ascending;
    private readonly ReferenceCells<T>? _cells;

    private PreparedKolmogorovSmirnov(T[] ascending, int missing)
    {
        _ascending = ascending;
        _cells = ReferenceCells<T>.TryCreate(ascending);
        Missing = missing;
    }

    /// <summary>How many numbers the reference has; at least 1.</summary>
    public int Count => _ascending.Length;

    /// <summary>How many of the reference's values were NaN.</summary>
    public int Missing { get; }

    /// <summary>Prepares a reference: sorts it once.</summary>
    /// <param name="reference">The sample to compare with. NaN is missing.</param>
    /// <exception cref="ArgumentException">It has no number.</exception>
    public static PreparedKolmogorovSmirnov<T> Fit(ReadOnlySpan<T> reference)
    {
        T[] ascending = SortedNumbers.Of(reference, nameof(reference));
        return new(ascending, reference.Length - ascending.Length);
    }

    /// <summary>Compares a sample with the reference.</summary>
    /// <param name="sample">The sample, in any order. NaN is missing.</param>
    public KolmogorovSmirnovGap Compare(ReadOnlySpan<T> sample)
    {
        if (_cells is not null && sample.Length >= LeastToMap && _cells.TryCompare(sample, out KolmogorovSmirnovGap gap))
        {
            return gap;
        }

        T[] scratch = ArrayPool<T>.Shared.Rent(sample.Length);
        Span<T> numbers = Present.Copy(sample, scratch);
        NumberSort.Ascending(numbers);
        gap = new(StepGap.Of<T>(_ascending, numbers), Count, numbers.Length, sample.Length - numbers.Length);
        ArrayPool<T>.Shared.Return(scratch);
        return gap;
    }
}
