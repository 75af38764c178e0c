using static System.FormattableString;
using static AISafety.Analyzers.Rows.CodeText;

namespace AISafety.Analyzers.Rows;

/// <summary>Writes the descriptions of the features.</summary>
internal static class DescriptionSource
{
    /// <summary>The arguments of the base's constructor.</summary>
    public static IEnumerable<string> Of(RowModel row, bool judgesBeyondRow) =>
        new[] { $"judgesBeyondRow: {Literal(judgesBeyondRow)}" }.Concat(Of(row.Parts, isOptional: false));

    // What is required in a row that may be null cannot be required of the whole.
    private static IEnumerable<string> Of(IEnumerable<RowPart> parts, bool isOptional) => parts.SelectMany(part => part switch
    {
        NumberPart number =>
            [$"Number({Literal(number.Name)}, {Literal(number.Unit)}, {Literal(number.Min)}, {Literal(number.Max)}, {Literal(number.IsRequired && !isOptional)}, {Literal(number.IsSensitive)})"],
        CategoryPart category =>
            [$"Category({Literal(category.Name)}, [{string.Join(", ", category.Labels.Select(label => Literal(label)))}], {Literal(category.IsRequired && !isOptional)}, {Literal(category.IsSensitive)})"],
        VectorPart vector =>
            [Invariant($"Vector({Literal(vector.Name)}, {vector.Length}, {Literal(vector.Unit)}, {Literal(vector.IsRequired && !isOptional)}, {Literal(vector.IsSensitive)})")],
        NestedPart nested => Of(nested.Parts, isOptional || (nested.CanBeNull && !nested.IsRequired)),
        _ => Enumerable.Empty<string>(),
    });
}
