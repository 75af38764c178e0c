namespace AISafety;

/// <summary>One column of the feature row.</summary>
public sealed record Feature
{
    internal Feature(string name, FeatureKind kind)
    {
        Name = name;
        Kind = kind;
    }

    /// <summary>The row value of a category that is not among the known ones.</summary>
    public const float Unseen = -1f;

    /// <summary>The name, unique in its schema. Vector elements are called <c>name[0]</c>, <c>name[1]</c>, ...</summary>
    public string Name { get; }

    /// <summary>What the numbers mean.</summary>
    public FeatureKind Kind { get; }

    /// <summary>The unit of measurement, if stated.</summary>
    public string? Unit { get; internal init; }

    /// <summary>The least value in range, in <see cref="Unit"/>; minus infinity if not stated.</summary>
    public double Minimum { get; internal init; } = double.NegativeInfinity;

    /// <summary>The greatest value in range, in <see cref="Unit"/>; infinity if not stated.</summary>
    public double Maximum { get; internal init; } = double.PositiveInfinity;

    /// <summary>Whether a missing value (NaN, null) is a violation. Default: true.</summary>
    public bool IsRequired { get; internal init; } = true;

    /// <summary>Whether it is personal data that deserves special care, as stated by <see cref="SensitiveAttribute"/> or where the feature was
    /// added. Default: false.</summary>
    public bool IsSensitive { get; internal init; }

    /// <summary>The known values of a category as text, in the order of their codes; empty for other kinds.</summary>
    public IReadOnlyList<string> Categories { get; internal init; } = [];
}
