using System.Buffers;
using System.Numerics;

namespace AISafety.Statistics;

/// <summary>A sample's counts by bins, in a rented buffer.</summary>
internal ref struct BinScratch<T>
    where T : struct, IFloatingPointIeee754<T>
{
    private long[]? _rented;

    /// <summary>How many numbers are in each bin.</summary>
    public ReadOnlySpan<long> Counts { get; private set; }

    /// <summary>How many values are NaN.</summary>
    public long Missing { get; private set; }

    /// <summary>Counts a sample.</summary>
    /// <exception cref="ArgumentException">There is no number.</exception>
    public static BinScratch<T> Of(BinEdges<T> bins, ReadOnlySpan<T> values, string name)
    {
        long[] rented = ArrayPool<long>.Shared.Rent(bins.BinCount);
        Span<long> counts = rented.AsSpan(0, bins.BinCount);
        long missing = bins.Count(values, counts);
        if (missing == values.Length)
        {
            ArrayPool<long>.Shared.Return(rented);
            throw new ArgumentException("There is no number in the sample; expected at least one that is not NaN.", name);
        }

        return new() { _rented = rented, Counts = counts, Missing = missing };
    }

    /// <summary>Counts a sample by the bins of a prepared one.</summary>
    /// <exception cref="ArgumentException">There is no number.</exception>
    public static BinScratch<T> Of(BinnedSample<T> reference, ReadOnlySpan<T> current)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return Of(reference.Bins, current, nameof(current));
    }

    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<long>.Shared.Return(_rented);
            _rented = null;
        }
    }
}
