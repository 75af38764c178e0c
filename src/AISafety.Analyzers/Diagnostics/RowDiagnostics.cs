using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace AISafety.Analyzers.Diagnostics;

/// <summary>What can be wrong with a feature row. Each has a section in docs/concepts/analyzers.md.</summary>
internal static class RowDiagnostics
{
    /// <summary>The page that explains them, in this repository.</summary>
    internal const string Page = "docs/concepts/analyzers.md#";

    private const string Category = "AISafety.FeatureRows";

    public static readonly DiagnosticDescriptor NotPartial = new(
        "AIS0001",
        "A feature row must be partial",
        "'{0}' must be declared partial, so that its Features can be generated: add the modifier 'partial'",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Page + "ais0001");

    public static readonly DiagnosticDescriptor Unmappable = new(
        "AIS0002",
        "The property cannot be mapped to a feature",
        "Property '{0}' of type '{1}' is no feature: {2}, or leave it out with [Feature(Ignore = true)]",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Page + "ais0002");

    public static readonly DiagnosticDescriptor VectorLength = new(
        "AIS0003",
        "A vector must state its length",
        "Vector '{0}' does not state how many elements it has: add [VectorLength(n)] with n of at least 1, or leave it out with [Feature(Ignore = true)]",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Page + "ais0003");

    public static readonly DiagnosticDescriptor BadAttribute = new(
        "AIS0004",
        "The attribute does not fit the property",
        "[{0}] on '{1}' cannot work: {2}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Page + "ais0004");

    public static readonly DiagnosticDescriptor SameName = new(
        "AIS0005",
        "Two features have the same name",
        "The row already has a feature called '{0}': give '{1}' another name with [Feature(Name = \"...\")]",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Page + "ais0005");

    public static readonly DiagnosticDescriptor NotEnforced = new(
        "AIS0006",
        "The attribute is not enforced",
        "[{0}] on '{1}' is not enforced by the generated schema: {2}",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Page + "ais0006");

    public static readonly DiagnosticDescriptor HoldsItself = new(
        "AIS0007",
        "A feature row cannot contain itself",
        "Property '{0}' holds a '{1}', which contains it again, so that the row would be endless: leave it out with [Feature(Ignore = true)]",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Page + "ais0007");

    public static readonly DiagnosticDescriptor BadRow = new(
        "AIS0008",
        "The type cannot be a feature row",
        "'{0}' cannot be a feature row: {1}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Page + "ais0008");

    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
        [NotPartial, Unmappable, VectorLength, BadAttribute, SameName, NotEnforced, HoldsItself, BadRow];
}
