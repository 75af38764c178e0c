using System.Numerics;

namespace AISafety.Statistics;

/// <summary>A sample counted once by bins: the prepared reference of the binned distances and tests.</summary>
/// <remarks>NaN means missing: in no bin, counted apart. Immutable: one instance serves any number of threads.</remarks>
/// <typeparam name="T">The type of the values; samples compared with it have the same.</typeparam>
public sealed class BinnedSample<T>
    where T : struct, IFloatingPointIeee754<T>
{
    private readonly long[] _counts;

    private BinnedSample(BinEdges<T> bins, long[] counts, long missing)
    {
        Bins = bins;
        _counts = counts;
        Missing = missing;
        foreach (long count in counts)
        {
            Count += count;
        }
    }

    /// <summary>The bins.</summary>
    public BinEdges<T> Bins { get; }

    /// <summary>How many numbers are in each bin.</summary>
    public ReadOnlySpan<long> Counts => _counts;

    /// <summary>How many numbers there are in all; at least 1.</summary>
    public long Count { get; }

    /// <summary>How many values are NaN.</summary>
    public long Missing { get; }

    /// <summary>Counts a sample by bins that hold equal shares of it: those of <see cref="BinEdges{T}.Quantiles"/>.</summary>
    /// <param name="reference">The sample, in any order.</param>
    /// <param name="bins">How many bins, if all quantiles differ; 1 or more.</param>
    /// <exception cref="ArgumentException">There is no number.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bins"/> is less than 1.</exception>
    public static BinnedSample<T> ByQuantiles(ReadOnlySpan<T> reference, int bins) => Of(reference, BinEdges<T>.Quantiles(reference, bins));

    /// <summary>Counts a sample by given bins.</summary>
    /// <param name="values">The sample, in any order.</param>
    /// <param name="bins">The bins.</param>
    /// <exception cref="ArgumentException">There is no number.</exception>
    public static BinnedSample<T> Of(ReadOnlySpan<T> values, BinEdges<T> bins)
    {
        ArgumentNullException.ThrowIfNull(bins);
        using BinScratch<T> counts = BinScratch<T>.Of(bins, values, nameof(values));
        return new(bins, counts.Counts.ToArray(), counts.Missing);
    }
}
