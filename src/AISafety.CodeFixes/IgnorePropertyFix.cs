using System.Collections.Immutable;
using System.Composition;
using AISafety.Analyzers.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace AISafety.CodeFixes;

/// <summary>AIS0002, AIS0003 and AIS0007: leaves a property out of the row with <c>[Feature(Ignore = true)]</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(IgnorePropertyFix))]
[Shared]
public sealed class IgnorePropertyFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [RowDiagnostics.Unmappable.Id, RowDiagnostics.VectorLength.Id, RowDiagnostics.HoldsItself.Id];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode root = (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false))!;
        if (root.FindNode(context.Span).FirstAncestorOrSelf<SyntaxNode>(node => node is PropertyDeclarationSyntax or ParameterSyntax) is { } property)
        {
            context.RegisterCodeFix(
                CodeAction.Create("Leave it out of the feature row", _ => Task.FromResult(Mend(context.Document, root, property)), nameof(IgnorePropertyFix)),
                context.Diagnostics);
        }
    }

    private static Document Mend(Document document, SyntaxNode root, SyntaxNode property)
    {
        SyntaxGenerator generator = SyntaxGenerator.GetGenerator(document);
        AttributeArgumentSyntax ignore = (AttributeArgumentSyntax)generator.AttributeArgument("Ignore", generator.TrueLiteralExpression());
        AttributeSyntax? stated = property.ChildNodes().OfType<AttributeListSyntax>().SelectMany(list => list.Attributes)
            .FirstOrDefault(attribute => attribute.Name.ToString() is "Feature" or "FeatureAttribute" or "AISafety.Feature");
        SyntaxNode mended = stated is null
            ? root.ReplaceNode(property, generator.AddAttributes(property, generator.Attribute("Feature", ignore)))
            : root.ReplaceNode(stated, stated.AddArgumentListArguments(ignore));
        return document.WithSyntaxRoot(mended);
    }
}
