using System.Collections.Immutable;
using System.Composition;
using AISafety.Analyzers.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace AISafety.CodeFixes;

/// <summary>AIS0001: adds the modifier <c>partial</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakePartialFix))]
[Shared]
public sealed class MakePartialFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [RowDiagnostics.NotPartial.Id];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode root = (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false))!;
        if (root.FindNode(context.Span).FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type)
        {
            context.RegisterCodeFix(
                CodeAction.Create($"Make '{type.Identifier.Text}' partial", _ => Task.FromResult(Mend(context.Document, root, type)), nameof(MakePartialFix)),
                context.Diagnostics);
        }
    }

    private static Document Mend(Document document, SyntaxNode root, TypeDeclarationSyntax type)
    {
        SyntaxGenerator generator = SyntaxGenerator.GetGenerator(document);
        return document.WithSyntaxRoot(root.ReplaceNode(type, generator.WithModifiers(type, generator.GetModifiers(type).WithPartial(true))));
    }
}
