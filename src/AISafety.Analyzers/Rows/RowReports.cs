using Microsoft.CodeAnalysis;

namespace AISafety.Analyzers.Rows;

/// <summary>Reports what is wrong with a row, at the place where it can be mended.</summary>
/// <param name="row">The row's type: the place for what is wrong in another assembly.</param>
/// <param name="report">Receives diagnostics; null if nobody wants to know.</param>
internal sealed class RowReports(INamedTypeSymbol row, Action<Diagnostic>? report)
{
    /// <summary>Whether an error was reported, or would have been.</summary>
    public bool Any { get; private set; }

    /// <summary>Whether anybody listens, so that it is worth while to look closely.</summary>
    public bool AreWanted => report is not null;

    /// <summary>Reports for a nested row, whose own faults are told where it is declared.</summary>
    public RowReports Quiet() => new(row, null);

    public void Add(DiagnosticDescriptor descriptor, ISymbol place, params string[] arguments) =>
        Add(descriptor, place, place.Locations.FirstOrDefault(), arguments);

    public void Add(DiagnosticDescriptor descriptor, ISymbol place, AttributeData attribute, params string[] arguments) =>
        Add(descriptor, place, attribute.ApplicationSyntaxReference is { } syntax ? Location.Create(syntax.SyntaxTree, syntax.Span) : place.Locations.FirstOrDefault(), arguments);

    private void Add(DiagnosticDescriptor descriptor, ISymbol place, Location? location, string[] arguments)
    {
        Any |= descriptor.DefaultSeverity == DiagnosticSeverity.Error;
        bool isToldElsewhere = place is IPropertySymbol property
            && !SymbolEqualityComparer.Default.Equals(property.ContainingType, row)
            && property.ContainingType.Has(Known.FeatureRow);
        if (!isToldElsewhere)
        {
            report?.Invoke(Diagnostic.Create(descriptor, location is { IsInSource: true } ? location : row.Locations.FirstOrDefault(), arguments));
        }
    }
}
