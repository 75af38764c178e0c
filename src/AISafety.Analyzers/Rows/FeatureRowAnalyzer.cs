using System.Collections.Immutable;
using AISafety.Analyzers.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AISafety.Analyzers.Rows;

/// <summary>Reports what is wrong with types that are marked with <c>[FeatureRow]</c>.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FeatureRowAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => RowDiagnostics.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(
            static symbol =>
            {
                INamedTypeSymbol type = (INamedTypeSymbol)symbol.Symbol;
                if (type.Has(Known.FeatureRow))
                {
                    RowReader.Read(type, symbol.ReportDiagnostic, symbol.CancellationToken);
                }
            },
            SymbolKind.NamedType);
    }
}
