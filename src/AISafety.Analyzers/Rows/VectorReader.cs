using AISafety.Analyzers.Diagnostics;
using Microsoft.CodeAnalysis;

namespace AISafety.Analyzers.Rows;

/// <summary>Reads vectors of fixed length.</summary>
internal static class VectorReader
{
    public static bool IsVector(ITypeSymbol type) => ToSpan(type) is not null;

    public static VectorPart? Read(ReadProperty read, RowReports reports)
    {
        read.Stated.Refuse(reports, Known.VectorLength);
        int length = Stated.Argument<int>(read.Stated.VectorLength, 0);
        if (length < 1)
        {
            reports.Add(RowDiagnostics.VectorLength, read.Property, read.Property.Name);
            return null;
        }

        // A required vector that is null is one of no elements.
        bool canBeNull = read.CanBeNull && !read.IsRequired;
        string span = ToSpan(read.Value)!;
        return new(
            read.Member,
            read.Name,
            read.IsNullableValue && !canBeNull ? span.Replace("{0}", "{0}.GetValueOrDefault()") : span,
            canBeNull,
            length,
            read.Stated.Unit,
            read.IsRequired,
            read.Stated.IsSensitive);
    }

    private static string? ToSpan(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { IsSZArray: true, ElementType: var element } when Element(element) is { } name => $"(global::System.ReadOnlySpan<{name}>){{0}}",
        INamedTypeSymbol { TypeArguments.Length: 1 } named when Element(named.TypeArguments[0]) is not null => named.FullName() switch
        {
            "System.ReadOnlyMemory" or "System.Memory" => "{0}.Span",
            "System.Collections.Immutable.ImmutableArray" => "{0}.AsSpan()",
            _ => null,
        },
        _ => null,
    };

    private static string? Element(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Single => "float",
        SpecialType.System_Double => "double",
        _ => null,
    };
}
