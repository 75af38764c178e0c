namespace AISafety;

/// <summary>Reads one property of an input into one or more cells of the row.</summary>
internal abstract class FeatureColumn<TIn>(IReadOnlyList<Feature> features)
{
    public IReadOnlyList<Feature> Features { get; } = features;

    public int Width { get; } = features.Count;

    /// <summary>Writes the cells; false if the property cannot fill them (a vector of another length), which leaves them NaN.</summary>
    public abstract bool Read(TIn input, Span<float> cells);

    /// <summary>Adds everything that is wrong with the property.</summary>
    public abstract void CollectViolations(TIn input, List<Evidence> found);

    /// <summary>Whether the row cannot show everything that may be wrong with the property.</summary>
    public virtual bool JudgesBeyondRow => false;

    /// <summary>Whether that holds which the cells cannot show. Allocates nothing.</summary>
    public virtual bool HoldsBeyondRow(TIn input, ReadOnlySpan<float> cells) => true;

    /// <summary>What reading the property threw, with the name of the feature.</summary>
    public virtual FeatureReadException Failed(TIn input, Exception exception) => new(Features[0].Name, exception);

    /// <summary>The same column with other metadata for its single feature.</summary>
    public virtual FeatureColumn<TIn> With(int index, Feature feature) =>
        throw new NotSupportedException($"Feature '{feature.Name}' states its range where it is declared.");
}
