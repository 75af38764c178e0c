using System.ComponentModel;
using System.Globalization;

namespace AISafety.Generated;

/// <summary>The base of what the generator writes for a <see cref="FeatureRowAttribute">feature row</see>. Not meant to be derived from by hand.</summary>
/// <typeparam name="TIn">What the model is asked.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class GeneratedRow<TIn>
{
    /// <summary>Creates the row's reader.</summary>
    /// <param name="judgesBeyondRow">Whether <see cref="HoldsBeyondRow"/> has anything to judge.</param>
    /// <param name="features">The features, part by part, in the row's order.</param>
    protected GeneratedRow(bool judgesBeyondRow, params IReadOnlyList<Feature>[] features)
    {
        ArgumentNullException.ThrowIfNull(features);
        JudgesBeyondRow = judgesBeyondRow;
        Features = [.. features.SelectMany(part => part)];
    }

    internal bool JudgesBeyondRow { get; }

    internal IReadOnlyList<Feature> Features { get; }

    /// <summary>Writes the cells; false if a vector has another length than stated, which leaves its cells NaN.</summary>
    public abstract bool Write(TIn input, Span<float> row);

    /// <summary>Whether that holds which the row does not show: of texts, of optional vectors, of rows that may be null. Allocates nothing.</summary>
    public abstract bool HoldsBeyondRow(TIn input, ReadOnlySpan<float> row);

    /// <summary>Finds everything that is wrong with the input.</summary>
    public abstract void CollectViolations(TIn input, RowFindings found);

    /// <summary>Describes a number.</summary>
    protected static IReadOnlyList<Feature> Number(string name, string? unit, double min, double max, bool isRequired, bool isSensitive) =>
        [new(name, FeatureKind.Numeric) { Unit = unit, Minimum = min, Maximum = max, IsRequired = isRequired, IsSensitive = isSensitive }];

    /// <summary>Describes a category.</summary>
    protected static IReadOnlyList<Feature> Category(string name, string[] categories, bool isRequired, bool isSensitive)
    {
        ArgumentNullException.ThrowIfNull(categories);
        return
        [
            new(name, FeatureKind.Categorical)
            {
                Categories = Array.AsReadOnly(categories),
                Minimum = 0,
                Maximum = categories.Length - 1,
                IsRequired = isRequired,
                IsSensitive = isSensitive,
            },
        ];
    }

    /// <summary>Describes a vector.</summary>
    protected static IReadOnlyList<Feature> Vector(string name, int length, string? unit, bool isRequired, bool isSensitive) =>
        [.. Enumerable.Range(0, length).Select(i => new Feature(string.Create(CultureInfo.InvariantCulture, $"{name}[{i}]"), FeatureKind.VectorElement)
        {
            Unit = unit,
            IsRequired = isRequired,
            IsSensitive = isSensitive,
        })];
}
