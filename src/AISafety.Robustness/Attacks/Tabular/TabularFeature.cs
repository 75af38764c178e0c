namespace AISafety.Robustness;

/// <summary>What an attacker can make of one feature of a row.</summary>
public sealed record TabularFeature
{
    /// <summary>What values it can have. Default: any number of the range.</summary>
    public TabularKind Kind { get; init; }

    /// <summary>The least value, of numbers and whole numbers: finite. Default: 0.</summary>
    public float Minimum { get; init; }

    /// <summary>The greatest value, of numbers and whole numbers: finite, more than <see cref="Minimum"/>. Default: 1.</summary>
    public float Maximum { get; init; } = 1;

    /// <summary>Which way a number can be changed. Default: both.</summary>
    public TabularDirection Direction { get; init; }

    /// <summary>The values of a category: two or more, finite, no two alike.</summary>
    public IReadOnlyList<float> Values { get; init; } = [];

    /// <summary>Which set a feature of <see cref="TabularKind.OneOfSet"/> belongs to: any number. Default: 0.</summary>
    public int Set { get; init; }

    /// <summary>Whether it cannot be changed. Any finite value is allowed then, and missing too. In a set, one that cannot be changed keeps the whole set. Default: false.</summary>
    public bool IsImmutable { get; init; }

    /// <summary>A feature that cannot be changed.</summary>
    public static TabularFeature Immutable { get; } = new() { IsImmutable = true };

    /// <summary>A number.</summary>
    /// <param name="minimum">The least value.</param>
    /// <param name="maximum">The greatest value.</param>
    /// <param name="direction">Which way it can be changed.</param>
    public static TabularFeature Number(float minimum, float maximum, TabularDirection direction = TabularDirection.Both) => new() { Minimum = minimum, Maximum = maximum, Direction = direction };

    /// <summary>A whole number.</summary>
    /// <param name="minimum">The least value.</param>
    /// <param name="maximum">The greatest value.</param>
    /// <param name="direction">Which way it can be changed.</param>
    public static TabularFeature WholeNumber(float minimum, float maximum, TabularDirection direction = TabularDirection.Both) =>
        new() { Kind = TabularKind.WholeNumber, Minimum = minimum, Maximum = maximum, Direction = direction };

    /// <summary>A category.</summary>
    /// <param name="values">Its values.</param>
    public static TabularFeature Category(params IReadOnlyList<float> values) => new() { Kind = TabularKind.Category, Values = values };

    /// <summary>One of several features of which exactly one is 1.</summary>
    /// <param name="set">Which of the row's sets.</param>
    public static TabularFeature OneOf(int set) => new() { Kind = TabularKind.OneOfSet, Set = set };

    internal bool Allows(float value) => IsImmutable ? float.IsFinite(value) : Kind switch
    {
        TabularKind.Category => Values.Contains(value),
        TabularKind.OneOfSet => value is 0 or 1,
        TabularKind.WholeNumber => value >= Minimum && value <= Maximum && MathF.Floor(value) == value,
        _ => value >= Minimum && value <= Maximum,
    };

    internal void Check(OptionCheck check, int index)
    {
        string name = FormattableString.Invariant($"Features[{index}]");
        check.Require(Enum.IsDefined(Kind), name + ".Kind", Kind, "one of TabularKind");
        check.Require(Enum.IsDefined(Direction), name + ".Direction", Direction, "one of TabularDirection");
        if (IsImmutable)
        {
            return;
        }

        if (Kind is TabularKind.Number or TabularKind.WholeNumber)
        {
            check.Require(float.IsFinite(Minimum), name + ".Minimum", Minimum, "a finite number");
            check.Require(float.IsFinite(Maximum) && Maximum > Minimum, name + ".Maximum", Maximum, "a finite number more than Minimum");
        }
        else if (Kind == TabularKind.Category)
        {
            check.Require(Values is { Count: >= 2 } && Values.Distinct().Count() == Values.Count && Values.All(float.IsFinite), name + ".Values", Values?.Count, "two or more finite values, no two alike");
        }
    }
}
