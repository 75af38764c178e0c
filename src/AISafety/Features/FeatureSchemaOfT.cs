using System.Collections.Frozen;
using System.Globalization;
using AISafety.Generated;

namespace AISafety;

/// <summary>Says how to read an input as a row of numbers, once a call, for every guard and monitor that works on numbers.</summary>
/// <typeparam name="TIn">What the model is asked.</typeparam>
/// <remarks>
/// <para>Immutable: each method returns a longer schema. In the row NaN means missing, and a category is a code:
/// 0 to k - 1 for the k known values, <see cref="Feature.Unseen"/> for any other.</para>
/// <para>The lambdas run on every call, from many threads: they must be fast and free of side effects.</para>
/// </remarks>
public sealed partial class FeatureSchema<TIn>
{
    private readonly FeatureColumn<TIn>[] _columns;
    private readonly FrozenDictionary<string, int> _indexes;
    private readonly GeneratedRow<TIn>? _row;

    private FeatureSchema(FeatureColumn<TIn>[] columns)
    {
        _columns = columns;
        _row = columns is [GeneratedColumn<TIn> { Row: var row }] ? row : null;
        Features = [.. columns.SelectMany(column => column.Features)];
        Width = Features.Count;
        Dictionary<string, int> indexes = new(StringComparer.Ordinal);
        for (int i = 0; i < Features.Count; i++)
        {
            if (!indexes.TryAdd(Features[i].Name, i))
            {
                throw new ArgumentException($"The schema already has a feature called '{Features[i].Name}'.", nameof(columns));
            }
        }

        _indexes = indexes.ToFrozenDictionary(StringComparer.Ordinal);
    }

    internal static FeatureSchema<TIn> Empty { get; } = new([]);

    /// <summary>The features, in the row's order.</summary>
    public IReadOnlyList<Feature> Features { get; }

    /// <summary>How many numbers a row has.</summary>
    public int Width { get; }

    /// <summary>The place of a feature in the row.</summary>
    /// <exception cref="ArgumentException">There is no such feature.</exception>
    public int IndexOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _indexes.TryGetValue(name, out int index)
            ? index
            : throw new ArgumentException($"The schema has no feature called '{name}'. It has: {Preview()}.", nameof(name));
    }

    /// <summary>Adds a number.</summary>
    /// <param name="name">The feature's name.</param>
    /// <param name="read">Reads the number; NaN means missing.</param>
    /// <param name="unit">The unit of measurement, for people.</param>
    /// <param name="min">The least value in range, in <paramref name="unit"/>.</param>
    /// <param name="max">The greatest value in range, in <paramref name="unit"/>.</param>
    /// <param name="required">Whether a missing value is a violation.</param>
    /// <param name="sensitive">Whether it is personal data that deserves special care; see <see cref="Feature.IsSensitive"/>.</param>
    /// <exception cref="ArgumentException">The name is blank or taken, or the range is empty or NaN.</exception>
    public FeatureSchema<TIn> Numeric(
        string name,
        Func<TIn, double> read,
        string? unit = null,
        double min = double.NegativeInfinity,
        double max = double.PositiveInfinity,
        bool required = true,
        bool sensitive = false)
    {
        ArgumentNullException.ThrowIfNull(read);
        return Plus(new NumericColumn<TIn>(Number(name, unit, min, max, required) with { IsSensitive = sensitive }, read));
    }

    /// <summary>Adds a number that may be null, which means missing. Not required unless stated.</summary>
    /// <inheritdoc cref="Numeric(string, Func{TIn, double}, string?, double, double, bool, bool)"/>
    public FeatureSchema<TIn> Numeric(
        string name,
        Func<TIn, double?> read,
        string? unit = null,
        double min = double.NegativeInfinity,
        double max = double.PositiveInfinity,
        bool required = false,
        bool sensitive = false)
    {
        ArgumentNullException.ThrowIfNull(read);
        return Numeric(name, input => read(input) ?? double.NaN, unit, min, max, required, sensitive);
    }

    /// <summary>Adds a category: text, an enum, a boolean, a number that only names.</summary>
    /// <param name="name">The feature's name.</param>
    /// <param name="read">Reads the value; null means missing.</param>
    /// <param name="known">The known values; their order gives their codes, so it must not change while a fitted reference is in use.</param>
    /// <param name="required">Whether a missing value is a violation.</param>
    /// <param name="sensitive">Whether it is personal data that deserves special care; see <see cref="Feature.IsSensitive"/>.</param>
    /// <exception cref="ArgumentException">The name is blank or taken, or <paramref name="known"/> is empty or holds a value twice.</exception>
    public FeatureSchema<TIn> Categorical<TValue>(string name, Func<TIn, TValue?> read, IReadOnlyList<TValue> known, bool required = true, bool sensitive = false)
        where TValue : notnull
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(known);
        if (known.Count is 0 or > 1 << 24)
        {
            throw new ArgumentException($"Categorical feature '{name}' needs at least one known value, and at most 16,777,216.", nameof(known));
        }

        Dictionary<TValue, float> codes = [];
        string[] texts = new string[known.Count];
        for (int i = 0; i < known.Count; i++)
        {
            texts[i] = Convert.ToString(known[i], CultureInfo.InvariantCulture) ?? "";
            if (!codes.TryAdd(known[i], i))
            {
                throw new ArgumentException($"Categorical feature '{name}' lists the value '{texts[i]}' twice.", nameof(known));
            }
        }

        Feature feature = new(name, FeatureKind.Categorical)
        {
            Categories = Array.AsReadOnly(texts),
            IsRequired = required,
            IsSensitive = sensitive,
            Minimum = 0,
            Maximum = known.Count - 1,
        };
        return Plus(new CategoricalColumn<TIn, TValue>(feature, read, codes.ToFrozenDictionary()));
    }

    /// <summary>Adds a vector of fixed length, such as an embedding.</summary>
    /// <param name="name">The vector's name; its elements are called <c>name[0]</c>, <c>name[1]</c>, ...</param>
    /// <param name="read">Reads the vector. One of another length is a violation, <c>input.length</c>.</param>
    /// <param name="length">The number of elements; at least 1.</param>
    /// <exception cref="ArgumentException">The name is blank or taken, or the length is less than 1.</exception>
    public FeatureSchema<TIn> Vector(string name, Func<TIn, ReadOnlySpan<float>> read, int length)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(read);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        Feature[] features = [.. Enumerable.Range(0, length).Select(i =>
            new Feature(string.Create(CultureInfo.InvariantCulture, $"{name}[{i}]"), FeatureKind.VectorElement))];
        return Plus(new VectorColumn<TIn>(name, features, read));
    }

    /// <summary>States range, unit and need of a feature of a vector schema (<see cref="FeatureSchema.ForVector"/>), whose features start with names alone.</summary>
    /// <param name="name">The feature's name.</param>
    /// <param name="min">The least value in range.</param>
    /// <param name="max">The greatest value in range.</param>
    /// <param name="unit">The unit of measurement, for people.</param>
    /// <param name="required">Whether a missing value is a violation.</param>
    /// <exception cref="ArgumentException">There is no such feature, or the range is empty or NaN.</exception>
    /// <exception cref="NotSupportedException">The feature states its range where it is declared.</exception>
    public FeatureSchema<TIn> WithRange(string name, double min, double max, string? unit = null, bool required = true)
    {
        int index = IndexOf(name);
        FeatureColumn<TIn>[] columns = [.. _columns];
        int column = 0;
        while (index >= columns[column].Width)
        {
            index -= columns[column++].Width;
        }

        Feature feature = Number(name, unit, min, max, required, columns[column].Features[index].Kind);
        columns[column] = columns[column].With(index, feature);
        return new(columns);
    }

    internal static FeatureSchema<TIn> ForVector(IReadOnlyList<string> names, Func<TIn, ReadOnlySpan<float>> read)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.Count == 0 || names.Any(string.IsNullOrWhiteSpace))
        {
            throw new ArgumentException("Expected at least one name, and none blank.", nameof(names));
        }

        Feature[] features = [.. names.Select(name => new Feature(name, FeatureKind.Numeric))];
        return new([new VectorColumn<TIn>("input", features, read, isWholeInput: true)]);
    }

    internal static FeatureSchema<TIn> ForGenerated(GeneratedRow<TIn> row) => new([new GeneratedColumn<TIn>(row)]);

    private static Feature Number(string name, string? unit, double min, double max, bool required, FeatureKind kind = FeatureKind.Numeric)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return min <= max
            ? new(name, kind) { Unit = unit, Minimum = min, Maximum = max, IsRequired = required }
            : throw new ArgumentException($"Feature '{name}' has the range {min} to {max}; expected a minimum that is not above the maximum.", nameof(min));
    }

    private FeatureSchema<TIn> Plus(FeatureColumn<TIn> column) => new([.. _columns, column]);

    private string Preview() => string.Join(", ", Features.Take(8).Select(feature => feature.Name)) + (Width > 8 ? ", ..." : "");
}
