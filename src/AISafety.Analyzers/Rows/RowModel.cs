namespace AISafety.Analyzers.Rows;

/// <summary>All that is needed to write the code of one feature row. It holds no symbol, and equals another by its content.</summary>
/// <param name="FileName">The generated file's name, unique in the compilation.</param>
/// <param name="Namespace">The type's namespace; empty for the global one.</param>
/// <param name="Declarations">The declarations to open, outermost first: the containing types', then the row's own.</param>
/// <param name="Type">The type, fully qualified.</param>
/// <param name="HidesFeatures">Whether a base type has a member called Features too.</param>
/// <param name="Parts">The properties, in the row's order.</param>
internal sealed record RowModel(
    string FileName,
    string Namespace,
    EquatableArray<string> Declarations,
    string Type,
    bool HidesFeatures,
    EquatableArray<RowPart> Parts)
{
    public int Width => Parts.Sum(part => part.Width);
}
