using System.ComponentModel;
using AISafety.Generated;

namespace AISafety;

/// <summary>Starts feature schemas.</summary>
public static class FeatureSchema
{
    /// <summary>An empty schema for <typeparamref name="TIn"/>, to which features are added.</summary>
    public static FeatureSchema<TIn> For<TIn>() => FeatureSchema<TIn>.Empty;

    /// <summary>A schema for inputs that are vectors already: one numeric feature an element.</summary>
    /// <param name="names">The features' names in the vector's order; unique, at least one.</param>
    /// <exception cref="ArgumentException">A name is blank or occurs twice, or there is none.</exception>
    public static FeatureSchema<float[]> ForVector(params IReadOnlyList<string> names) =>
        FeatureSchema<float[]>.ForVector(names, static input => input);

    /// <summary>A schema for inputs that are blocks of memory already: one numeric feature an element.</summary>
    /// <param name="names">The features' names in the vector's order; unique, at least one.</param>
    /// <exception cref="ArgumentException">A name is blank or occurs twice, or there is none.</exception>
    public static FeatureSchema<ReadOnlyMemory<float>> ForMemory(params IReadOnlyList<string> names) =>
        FeatureSchema<ReadOnlyMemory<float>>.ForVector(names, static input => input.Span);

    /// <summary>The schema of a generated row. Called by the code that is generated for a <see cref="FeatureRowAttribute">feature row</see>.</summary>
    /// <exception cref="ArgumentException">Two features have the same name.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static FeatureSchema<TIn> FromGenerated<TIn>(GeneratedRow<TIn> row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return FeatureSchema<TIn>.ForGenerated(row);
    }
}
