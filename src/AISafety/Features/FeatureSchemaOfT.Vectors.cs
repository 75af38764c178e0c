namespace AISafety;

public sealed partial class FeatureSchema<TIn>
{
    /// <summary>The features that are the elements of the input itself, in its order; null where the input is no vector.</summary>
    internal IReadOnlyList<Feature>? InputElements =>
        _columns is [VectorColumn<TIn> { IsWholeInput: true } vector, ..] ? vector.Features : null;

    /// <summary>The vectors that require no element: their wrong length cannot be told from the row, where it is all NaN.</summary>
    internal IReadOnlyList<VectorColumn<TIn>> OptionalVectors =>
        [.. _columns.OfType<VectorColumn<TIn>>().Where(column => column.Features.All(feature => !feature.IsRequired))];
}
