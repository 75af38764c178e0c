using System.Numerics;

namespace AISafety.Statistics;

/// <summary>Edges that cut the number line into bins, prepared once to count values by.</summary>
/// <remarks>
/// <para>k - 1 ascending edges e make k bins: bin 0 is below e[0], bin j holds e[j-1] &lt;= x &lt; e[j], bin k - 1 is at or above the last edge. A value
/// equal to an edge is in the bin above it; -0.0 and 0.0 are equal; infinities lie in the outer bins. Every number is in exactly one bin.
/// NaN means missing: counted apart.</para>
/// <para>Up to 45 edges (30 for doubles) a block of values is compared with each edge at vector speed; above that, a grid finds the bin. Immutable.</para>
/// </remarks>
/// <typeparam name="T">float or double; other types work, one value at a time.</typeparam>
public sealed class BinEdges<T>
    where T : struct, IFloatingPointIeee754<T>
{
    // Measured crossovers: docs/decisions/0011-bin-counts-by-comparison.md.
    private const int MostFloatsToCompare = 45;
    private const int MostDoublesToCompare = 30;
    private const int MostToCompareWithoutGrid = 160;

    private readonly T[] _edges;
    private readonly T[] _fromMinusInfinity;
    private readonly EdgeGrid<T>? _grid;

    private BinEdges(T[] edges)
    {
        _edges = edges;

        // One edge more, which every number is at or above: what is not above it is missing.
        _fromMinusInfinity = [T.NegativeInfinity, .. edges];
        int most = typeof(T) == typeof(float) ? MostFloatsToCompare : MostDoublesToCompare;
        _grid = edges.Length > most && EdgeGrid<T>.IsSupported ? EdgeGrid<T>.TryCreate(edges) : null;
    }

    /// <summary>How many bins there are: one more than edges.</summary>
    public int BinCount => _edges.Length + 1;

    /// <summary>The edges, ascending.</summary>
    public ReadOnlySpan<T> Edges => _edges;

    /// <summary>Bins between given edges.</summary>
    /// <param name="edges">Strictly ascending, without NaN. None makes one bin.</param>
    /// <exception cref="ArgumentException">An edge is NaN, or not greater than the one before.</exception>
    public static BinEdges<T> At(ReadOnlySpan<T> edges)
    {
        for (int i = 0; i < edges.Length; i++)
        {
            if (T.IsNaN(edges[i]) || (i > 0 && edges[i] <= edges[i - 1]))
            {
                throw new ArgumentException($"The edge at place {i} is NaN or not greater than the one before; expected strictly ascending edges.", nameof(edges));
            }
        }

        return new(edges.ToArray());
    }

    /// <summary>Bins of equal width: edges at low + i (high - low) / k, for i from 1 to k - 1. The outer bins also take what lies outside.</summary>
    /// <param name="low">Where the first bin's width is measured from; finite.</param>
    /// <param name="high">Where the last bin's width ends; finite, more than <paramref name="low"/>.</param>
    /// <param name="bins">How many bins; 1 or more.</param>
    /// <exception cref="ArgumentException">The range is empty, not finite, or too narrow for so many different edges.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bins"/> is less than 1.</exception>
    public static BinEdges<T> Uniform(T low, T high, int bins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        if (!T.IsFinite(low) || !T.IsFinite(high) || low >= high)
        {
            throw new ArgumentException("The range is empty or not finite; expected low < high, both finite.", nameof(low));
        }

        T[] edges = new T[bins - 1];
        for (int i = 1; i < bins; i++)
        {
            T share = T.CreateTruncating((double)i / bins);
            edges[i - 1] = low * (T.One - share) + high * share;
            if (edges[i - 1] <= (i == 1 ? low : edges[i - 2]))
            {
                throw new ArgumentException("The range is too narrow for so many bins; expected edges that differ.", nameof(bins));
            }
        }

        return new(edges);
    }

    /// <summary>Bins that hold equal shares of a reference sample: edges at its quantiles i / k by linear interpolation (type 7).</summary>
    /// <remarks>Where a quantile is the least value itself, as in data of which many are zero, its edge is the next greater value of the reference: the least value has
    /// a bin of its own, and no bin of the reference is empty.</remarks>
    /// <param name="reference">The sample. NaN is missing and passed over; quantiles that are not finite are no edges.</param>
    /// <param name="bins">How many bins, if all quantiles differ; equal quantiles make one edge, and edges with no value between them one, so that there are fewer. 1 or more.</param>
    /// <exception cref="ArgumentException">The reference has no number.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bins"/> is less than 1.</exception>
    public static BinEdges<T> Quantiles(ReadOnlySpan<T> reference, int bins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        double[] probabilities = new double[bins - 1];
        for (int i = 1; i < bins; i++)
        {
            probabilities[i - 1] = (double)i / bins;
        }

        T[] quantiles = new T[bins - 1];
        if (Quantile.Of(reference, probabilities, quantiles) == 0)
        {
            throw new ArgumentException("The reference has no number; expected at least one.", nameof(reference));
        }

        (T least, T next) = LeastTwo(reference);
        int kept = 0;
        foreach (T quantile in quantiles)
        {
            T edge = quantile == least ? next : quantile;
            if (T.IsFinite(edge) && (kept == 0 || edge > quantiles[kept - 1]))
            {
                quantiles[kept++] = edge;
            }
        }

        return WithoutEmptyBins(new(quantiles[..kept]), reference);
    }

    // An edge between two neighbouring values and one at the greater of them have nothing between them: the lower one goes.
    private static BinEdges<T> WithoutEmptyBins(BinEdges<T> bins, ReadOnlySpan<T> reference)
    {
        long[] counts = new long[bins.BinCount];
        bins.Count(reference, counts);
        return counts.AsSpan().Contains(0) ? new([.. bins._edges.Where((_, i) => counts[i + 1] > 0)]) : bins;
    }

    // The least value, and the least that is greater: infinity if there is none.
    private static (T Least, T Next) LeastTwo(ReadOnlySpan<T> reference)
    {
        T least = T.PositiveInfinity;
        T next = T.PositiveInfinity;
        foreach (T value in reference)
        {
            if (value < least)
            {
                (least, next) = (value, least);
            }
            else if (value > least && value < next)
            {
                next = value;
            }
        }

        return (least, next);
    }

    /// <summary>The bin of a value; -1 for NaN.</summary>
    public int BinOf(T value) => T.IsNaN(value) ? -1 : EdgeSearch.CountAtOrBelow(_edges, value);

    /// <summary>Counts values by bin.</summary>
    /// <param name="values">The values. NaN is missing.</param>
    /// <param name="counts">Takes the count of each bin; <see cref="BinCount"/> long. What it held is overwritten.</param>
    /// <returns>How many values are NaN.</returns>
    /// <exception cref="ArgumentException"><paramref name="counts"/> has another length.</exception>
    public long Count(ReadOnlySpan<T> values, Span<long> counts)
    {
        if (counts.Length != BinCount)
        {
            throw new ArgumentException($"There are {counts.Length} places for counts; expected one for each of {BinCount} bins.", nameof(counts));
        }

        counts.Clear();
        if (_grid is not null)
        {
            return _grid.Add(values, counts);
        }

        return EdgeCounting.IsSupported<T>() && _edges.Length <= MostToCompareWithoutGrid ? Compare(values, counts) : Search(values, counts);
    }

    // counts[j] becomes the number at or above the edge below bin j, and then the difference to the next.
    private long Compare(ReadOnlySpan<T> values, Span<long> counts)
    {
        EdgeCounting.Add(values, _fromMinusInfinity, counts);
        long numbers = counts[0];
        for (int j = 0; j + 1 < counts.Length; j++)
        {
            counts[j] -= counts[j + 1];
        }

        return values.Length - numbers;
    }

    private long Search(ReadOnlySpan<T> values, Span<long> counts)
    {
        long missing = 0;
        foreach (T value in values)
        {
            if (T.IsNaN(value))
            {
                missing++;
            }
            else
            {
                counts[EdgeSearch.CountAtOrBelow(_edges, value)]++;
            }
        }

        return missing;
    }
}
