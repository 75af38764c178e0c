using AISafety.Statistics;

namespace AISafety.Profiles;

/// <summary>What is known of a feature over all rows: what a profile stores of it, besides the sample. Nothing in it is changed once it is made.</summary>
internal sealed record FeatureSummary(Feature Feature, bool IsOutput)
{
    public long Count { get; init; }

    public long Missing { get; init; }

    public long Unseen { get; init; }

    /// <summary>Of nothing for a category.</summary>
    public Moments Moments { get; init; }

    /// <summary>Null for a category.</summary>
    public KllSketch? Sketch { get; init; }

    /// <summary>Empty unless a category.</summary>
    public long[] Categories { get; init; } = [];

    public FeatureSummary Merge(FeatureSummary other)
    {
        KllSketch? both = null;
        if (Sketch is not null && other.Sketch is not null)
        {
            both = KllSketch.FromBytes(Sketch.ToBytes());
            both.Merge(other.Sketch);
        }

        return new(Feature, IsOutput)
        {
            Count = Count + other.Count,
            Missing = Missing + other.Missing,
            Unseen = Unseen + other.Unseen,
            Moments = Moments.Merge(other.Moments),
            Sketch = both,
            Categories = [.. Categories.Zip(other.Categories, (a, b) => a + b)],
        };
    }
}
