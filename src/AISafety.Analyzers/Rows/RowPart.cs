namespace AISafety.Analyzers.Rows;

/// <summary>One property, or one aspect of it.</summary>
/// <param name="Member">The property's name as C# writes it.</param>
/// <param name="Name">The full name in the row, such as <c>Home.Zip</c>.</param>
internal abstract record RowPart(string Member, string Name)
{
    /// <summary>How many cells it fills.</summary>
    public virtual int Width => 1;

    /// <summary>The names of its features.</summary>
    public virtual IEnumerable<string> Names => [Name];
}

/// <summary>A number, or a date or time as a number.</summary>
/// <remarks>
/// <para><c>ToFloat</c>: How the value becomes a cell, with <c>{0}</c> for the value.</para>
/// <para><c>ToDouble</c>: How it becomes the number that is judged.</para>
/// <para><c>CanBeNull</c>: Whether the property is a nullable one.</para>
/// <para><c>CanBeNaN</c>: Whether the value itself can be missing.</para>
/// <para><c>IsFinerThanRow</c>: Whether a value can be out of range where the float that the row holds of it is not.</para>
/// </remarks>
internal sealed record NumberPart(
    string Member,
    string Name,
    string ToFloat,
    string ToDouble,
    bool CanBeNull,
    bool CanBeNaN,
    bool IsFinerThanRow,
    string? Unit,
    double Min,
    double Max,
    bool IsRequired,
    bool IsSensitive) : RowPart(Member, Name);

/// <summary>A category.</summary>
/// <remarks>
/// <para><c>ToCode</c>: How the value becomes a code, with <c>{0}</c> for the value, which is not null.</para>
/// <para><c>CanBeNull</c>: Whether the property can be null.</para>
/// <para><c>Labels</c>: The known values as text, in the order of their codes.</para>
/// </remarks>
internal sealed record CategoryPart(
    string Member,
    string Name,
    string ToCode,
    bool CanBeNull,
    EquatableArray<string> Labels,
    bool IsRequired,
    bool IsSensitive) : RowPart(Member, Name);

/// <summary>A vector of fixed length.</summary>
/// <remarks>
/// <para><c>ToSpan</c>: How the value becomes a span, with <c>{0}</c> for the value.</para>
/// <para><c>CanBeNull</c>: Whether null is to be told from a vector of no elements.</para>
/// </remarks>
internal sealed record VectorPart(
    string Member,
    string Name,
    string ToSpan,
    bool CanBeNull,
    int Length,
    string? Unit,
    bool IsRequired,
    bool IsSensitive) : RowPart(Member, Name)
{
    public override int Width => Length;

    public override IEnumerable<string> Names => Enumerable.Range(0, Length).Select(i => $"{Name}[{i}]");
}

/// <summary>A property that is a row itself.</summary>
internal sealed record NestedPart(
    string Member,
    string Name,
    bool CanBeNull,
    bool IsRequired,
    EquatableArray<RowPart> Parts) : RowPart(Member, Name)
{
    public override int Width => Parts.Sum(part => part.Width);

    public override IEnumerable<string> Names => Parts.SelectMany(part => part.Names);
}

/// <summary>What a text must be like. It fills no cell.</summary>
internal sealed record TextPart(
    string Member,
    string Name,
    bool IsRequired,
    bool AllowsBlank,
    int MinLength,
    int MaxLength,
    string? Pattern,
    int Timeout) : RowPart(Member, Name)
{
    public override int Width => 0;

    public override IEnumerable<string> Names => [];
}
