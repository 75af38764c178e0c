namespace AISafety;

/// <summary>Copies a vector, either a property of the input or the input itself.</summary>
internal sealed class VectorColumn<TIn>(
    string name,
    IReadOnlyList<Feature> features,
    Func<TIn, ReadOnlySpan<float>> read,
    bool isWholeInput = false)
    : FeatureColumn<TIn>(features)
{
    /// <summary>Whether the vector is the input itself, so that a feature's place in the row is its place in the input.</summary>
    public bool IsWholeInput { get; } = isWholeInput;

    /// <summary>Where no element is required, a wrong length cannot be told from the row: it is all NaN.</summary>
    public override bool JudgesBeyondRow { get; } = features.All(feature => !feature.IsRequired);

    public override bool HoldsBeyondRow(TIn input, ReadOnlySpan<float> cells) => read(input).Length == Width;

    public override bool Read(TIn input, Span<float> cells)
    {
        ReadOnlySpan<float> vector = read(input);
        if (vector.Length != cells.Length)
        {
            cells.Fill(float.NaN);
            return false;
        }

        vector.CopyTo(cells);
        return true;
    }

    public override void CollectViolations(TIn input, List<Evidence> found)
    {
        ReadOnlySpan<float> vector = read(input);
        if (vector.Length != Width)
        {
            found.Add(FeatureViolations.Length(name, vector.Length, Width));
            return;
        }

        for (int i = 0; i < vector.Length; i++)
        {
            FeatureViolations.CollectNumber(Features[i], vector[i], found);
        }
    }

    public override FeatureColumn<TIn> With(int index, Feature feature)
    {
        Feature[] changed = [.. Features];
        changed[index] = feature;
        return new VectorColumn<TIn>(name, changed, read, IsWholeInput);
    }
}
