using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AISafety.Analyzers.Rows;

/// <summary>Generates the property <c>Features</c> of types that are marked with <c>[FeatureRow]</c>.</summary>
/// <remarks>What is wrong with such a type is reported by <see cref="FeatureRowAnalyzer"/>; the generator writes what it can, so that one
/// mistake is one error.</remarks>
[Generator(LanguageNames.CSharp)]
public sealed class FeatureRowGenerator : IIncrementalGenerator
{
    internal const string Rows = "FeatureRows";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<RowModel> rows = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                Known.FeatureRow,
                static (node, _) => node is TypeDeclarationSyntax,
                static (found, cancellation) => RowReader.Read((INamedTypeSymbol)found.TargetSymbol, null, cancellation))
            .Where(static row => row is not null)
            .Select(static (row, _) => row!)
            .WithTrackingName(Rows);
        context.RegisterSourceOutput(rows, static (output, row) => output.AddSource(row.FileName, RowSource.Write(row)));
    }
}
