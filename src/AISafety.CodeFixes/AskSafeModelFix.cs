using System.Collections.Immutable;
using System.Composition;
using AISafety.Analyzers.Diagnostics;
using AISafety.Analyzers.Misuse;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AISafety.CodeFixes;

/// <summary>AIS0011: asks the safe model instead. Only for <c>PredictAsync</c>, which both have.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AskSafeModelFix))]
[Shared]
public sealed class AskSafeModelFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [UsageDiagnostics.PastTheGuards.Id];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode root = (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false))!;
        if (context.Diagnostics[0].Properties.TryGetValue(PastGuardsAnalyzer.SafeName, out string? safe) && safe is not null
            && root.FindNode(context.Span, getInnermostNodeForTie: true) is ExpressionSyntax model
            && model.Parent is MemberAccessExpressionSyntax { Name.Identifier.Text: "PredictAsync" })
        {
            context.RegisterCodeFix(
                CodeAction.Create(
                    $"Ask '{safe}' instead",
                    _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(model, SyntaxFactory.IdentifierName(safe).WithTriviaFrom(model)))),
                    nameof(AskSafeModelFix)),
                context.Diagnostics);
        }
    }
}
