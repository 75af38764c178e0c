using System.Collections.Immutable;
using AISafety.Analyzers.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AISafety.Analyzers.Misuse;

/// <summary>Finds statements that drop a <c>SafetyResult</c>, or the task of one. An explicit <c>_ =</c> is taken for meant.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DroppedResultAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [UsageDiagnostics.DroppedResult];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(
            static found =>
            {
                IOperation dropped = ((IExpressionStatementOperation)found.Operation).Operation;
                if (dropped is IAwaitOperation or IInvocationOperation or IConditionalAccessOperation && IsResult(dropped.Type))
                {
                    found.ReportDiagnostic(Diagnostic.Create(UsageDiagnostics.DroppedResult, dropped.Syntax.GetLocation(), Method(dropped)));
                }
            },
            OperationKind.ExpressionStatement);
    }

    private static bool IsResult(ITypeSymbol? type) =>
        type.Is(Known.SafetyResult)
        || (type is INamedTypeSymbol { TypeArguments.Length: 1 } outer
            && (outer.Is("System.Threading.Tasks.ValueTask") || outer.Is("System.Threading.Tasks.Task") || outer.Is("System.Nullable"))
            && IsResult(outer.TypeArguments[0]));

    private static string Method(IOperation dropped) =>
        dropped.DescendantsAndSelf().OfType<IInvocationOperation>().FirstOrDefault(call => call.TargetMethod.Name != "ConfigureAwait")?.TargetMethod.Name ?? "the call";
}
