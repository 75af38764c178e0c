using AISafety.Profiles;
using AISafety.Statistics;

namespace AISafety;

/// <summary>What a <see cref="ReferenceProfile"/> knows of one feature. Immutable; what is derived from the sample is made on first use.</summary>
/// <remarks>Of every row the feature is a value (<see cref="Count"/>), missing or unseen. An infinity is a value: it is counted and has its place in the order of values;
/// moments treat it as <see cref="Statistics.Moments"/> says.</remarks>
public sealed class FeatureProfile
{
    private static readonly BinEdges<float> OneBin = BinEdges<float>.At([]);
    private static readonly long[] NoneInOneBin = [0];

    private readonly ReadOnlyMemory<float> _sample;
    private readonly Lazy<BinnedSample<float>?> _binned;
    private readonly Lazy<SortedSample<float>?> _sorted;

    internal FeatureProfile(FeatureSummary summary, ReadOnlyMemory<float> sample, int bins)
    {
        (Summary, _sample) = (summary, sample);
        _binned = new(() => HasNumbers() ? BinnedSample<float>.ByQuantiles(_sample.Span, bins) : null);
        _sorted = new(() => HasNumbers() ? SortedSample<float>.Of(_sample.Span) : null);
    }

    internal FeatureSummary Summary { get; }

    /// <summary>The feature as the schema stated it.</summary>
    public Feature Feature => Summary.Feature;

    /// <summary>Whether it is the model's output, and not its input.</summary>
    public bool IsOutput => Summary.IsOutput;

    /// <summary>How many rows have a value: of a category, one of the known ones.</summary>
    public long Count => Summary.Count;

    /// <summary>In how many rows it is missing.</summary>
    public long Missing => Summary.Missing;

    /// <summary>How many rows have a category that is not among the known ones; 0 for other kinds.</summary>
    public long Unseen => Summary.Unseen;

    /// <summary>Extremes, mean and spread over all rows; those of the empty sample for a category.</summary>
    public Moments Moments => Summary.Moments;

    /// <summary>How many rows have each known category, in the order of the codes; empty for other kinds.</summary>
    public ReadOnlySpan<long> CategoryCounts => Summary.Categories;

    /// <summary>Whether there are values and all are the same. False if all are missing.</summary>
    public bool IsConstant => Feature.Kind == FeatureKind.Categorical
        ? Unseen == 0 && Summary.Categories.Count(count => count > 0) == 1
        : Count > 0 && Moments.Min == Moments.Max;

    /// <summary>The feature's values in the sample, in the order in which the rows came; NaN is missing, <see cref="Feature.Unseen"/> an unseen category.</summary>
    public ReadOnlySpan<float> Sample => _sample.Span;

    /// <summary>The sample's numbers, ascending. Null for a category, and where the sample has no number.</summary>
    public SortedSample<float>? Sorted => _sorted.Value;

    /// <summary>The sample counted by bins of equal shares: what binned distances such as PSI are taken from. Null for a category, and where the sample has no number.</summary>
    public BinnedSample<float>? Binned => _binned.Value;

    /// <summary>The bins of <see cref="Binned"/>, fewer than <see cref="ReferenceProfileOptions.Bins"/> where values are equal; one that takes everything if that is null.</summary>
    public BinEdges<float> Bins => Binned?.Bins ?? OneBin;

    /// <summary>How many of the sample's numbers are in each of <see cref="Bins"/>.</summary>
    public ReadOnlySpan<long> BinCounts => Binned is { } binned ? binned.Counts : NoneInOneBin;

    /// <summary>The value at a share of the sorted values of all rows, as the sketch estimates it; 0 and 1 are the least and the greatest, exactly.</summary>
    /// <param name="share">0 to 1.</param>
    /// <returns>NaN for a category, and if there is no value.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> is out of its range.</exception>
    public double Quantile(double share)
    {
        if (!(share is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "Expected a share of 0 to 1.");
        }

        return Summary.Sketch?.Quantile(share) ?? double.NaN;
    }

    /// <summary>The share of all rows' values that are at most a value, as the sketch estimates it.</summary>
    /// <param name="value">Any number.</param>
    /// <returns>0 to 1; NaN for a category, if there is no value, or if <paramref name="value"/> is NaN.</returns>
    public double Rank(double value) => Summary.Sketch?.Rank(value) ?? double.NaN;

    /// <summary>What an estimated rank is off by at most, with 99 % probability, as a share of the values; 0 for a category.</summary>
    public double RankError => Summary.Sketch?.RankError ?? 0;

    private bool HasNumbers()
    {
        if (Feature.Kind != FeatureKind.Categorical)
        {
            foreach (float value in _sample.Span)
            {
                if (!float.IsNaN(value))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
