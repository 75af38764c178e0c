using System.Buffers;
using System.Numerics;

namespace AISafety.Statistics;

/// <summary>How many values lie between each two neighbouring edges, as numpy.histogram counts them: the last bin holds its upper edge too.</summary>
/// <remarks>k + 1 ascending edges e make k bins: bin j holds e[j] &lt;= x &lt; e[j+1], the last e[k-1] &lt;= x &lt;= e[k]. Values below the first or above the
/// last edge are counted apart, and so is NaN, which means missing. -0.0 and 0.0 are equal. To count by the same edges often, or by bins that
/// take in everything, prepare <see cref="BinEdges{T}"/>.</remarks>
public static class Histogram
{
    /// <summary>Counts values by bin.</summary>
    /// <param name="values">The values. NaN is missing.</param>
    /// <param name="edges">At least two, strictly ascending, without NaN.</param>
    /// <param name="counts">Takes the count of each bin; one shorter than the edges. What it held is overwritten.</param>
    /// <exception cref="ArgumentException">Too few edges, not ascending, NaN, or <paramref name="counts"/> has another length.</exception>
    public static HistogramResult Compute<T>(ReadOnlySpan<T> values, ReadOnlySpan<T> edges, Span<long> counts)
        where T : struct, IFloatingPointIeee754<T>
    {
        if (edges.Length < 2)
        {
            throw new ArgumentException("There are fewer than two edges; expected at least two.", nameof(edges));
        }

        if (counts.Length != edges.Length - 1)
        {
            throw new ArgumentException($"There are {counts.Length} places for counts; expected {edges.Length - 1}, one fewer than edges.", nameof(counts));
        }

        // The last edge belongs to the last bin: what is above it begins at the next greater number.
        BinEdges<T> checkedEdges = BinEdges<T>.At(edges);
        T[] shifted = edges.ToArray();
        shifted[^1] = T.BitIncrement(shifted[^1]);
        bool open = T.IsPositiveInfinity(edges[^1]);
        BinEdges<T> bins = open ? BinEdges<T>.At(edges[..^1]) : BinEdges<T>.At(shifted);

        long[] all = ArrayPool<long>.Shared.Rent(checkedEdges.BinCount);
        Span<long> found = all.AsSpan(0, bins.BinCount);
        long missing = bins.Count(values, found);
        found.Slice(1, counts.Length).CopyTo(counts);
        HistogramResult result = new(found[0], open ? 0 : found[^1], missing);
        ArrayPool<long>.Shared.Return(all);
        return result;
    }
}
