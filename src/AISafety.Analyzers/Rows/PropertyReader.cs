using System.Collections.Immutable;
using AISafety.Analyzers.Diagnostics;
using Microsoft.CodeAnalysis;

namespace AISafety.Analyzers.Rows;

/// <summary>Reads one property: no part, one, or for a text that is a category with further rules two.</summary>
internal static class PropertyReader
{
    public static IEnumerable<RowPart> Read(
        IPropertySymbol property, string prefix, ImmutableArray<INamedTypeSymbol> open, RowReports reports, CancellationToken cancellation)
    {
        Stated stated = new(property);
        if (stated.Ignore || property.Type.TypeKind == TypeKind.Error)
        {
            return [];
        }

        if (stated.Name is { } given && string.IsNullOrWhiteSpace(given))
        {
            stated.Bad(reports, stated.Feature!, "the name is blank; expected one that is unique in the row");
            return [];
        }

        ReadProperty read = new(property, stated, prefix + (stated.Name ?? property.Name));
        return read.Value.SpecialType == SpecialType.System_String ? TextReader.Read(read, reports)
            : VectorReader.IsVector(read.Value) ? One(VectorReader.Read(read, reports))
            : NumberReader.IsNumber(read.Value) && (stated.AllowedValues is null || !CategoryReader.IsCategory(read.Value)) ? One(NumberReader.Read(read, reports))
            : CategoryReader.IsCategory(read.Value) ? One(CategoryReader.Read(read, reports))
            : read.Value is INamedTypeSymbol row && row.Has(Known.FeatureRow) ? One(Nested(read, row, open, reports, cancellation))
            : Unmappable(read, reports);
    }

    private static NestedPart? Nested(
        ReadProperty read, INamedTypeSymbol row, ImmutableArray<INamedTypeSymbol> open, RowReports reports, CancellationToken cancellation)
    {
        if (open.Contains(row, SymbolEqualityComparer.Default))
        {
            reports.Add(RowDiagnostics.HoldsItself, read.Property, read.Property.Name, row.Name);
            return null;
        }

        read.Stated.Refuse(reports);
        if (read.Stated.Unit is not null)
        {
            read.Stated.Bad(reports, read.Stated.Feature!, "a nested row has no unit; state those of its own properties");
        }

        EquatableArray<RowPart> parts = RowReader.ReadParts(row, read.Name + ".", open.Add(row), reports.Quiet(), cancellation);
        return new(read.Member, read.Name, read.CanBeNull, read.IsRequired, read.Stated.IsSensitive ? new([.. parts.Select(Sensitive)]) : parts);
    }

    private static RowPart Sensitive(RowPart part) => part switch
    {
        NumberPart number => number with { IsSensitive = true },
        CategoryPart category => category with { IsSensitive = true },
        VectorPart vector => vector with { IsSensitive = true },
        NestedPart nested => nested with { Parts = new([.. nested.Parts.Select(Sensitive)]) },
        _ => part,
    };

    private static IEnumerable<RowPart> Unmappable(ReadProperty read, RowReports reports)
    {
        string advice = read.Value switch
        {
            { TypeKind: TypeKind.Enum } type when type.Has("System.FlagsAttribute") => "a combination of flags is no category; give a bool for each flag",
            { TypeKind: TypeKind.Enum } => "an enum without members has no known values",
            { SpecialType: SpecialType.None, TypeKind: TypeKind.Class or TypeKind.Struct } type when type.Locations.Any(place => place.IsInSource) =>
                $"mark '{type.Name}' with [FeatureRow] to nest its features",
            _ => "expected a number, bool, enum, date or time, text with [AllowedValues], an array or memory of float or double with [VectorLength], or a type with [FeatureRow]",
        };
        reports.Add(RowDiagnostics.Unmappable, read.Property, read.Property.Name, read.Property.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat), advice);
        return [];
    }

    private static IEnumerable<RowPart> One(RowPart? part) => part is null ? [] : [part];
}
