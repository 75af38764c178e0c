using System.Collections.Concurrent;
using System.Collections.Immutable;
using AISafety.Analyzers.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AISafety.Analyzers.Misuse;

/// <summary>Finds calls of a model by a variable that <c>WithSafety</c> was called on, where the safe model is in a variable that is in scope.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PastGuardsAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The property of the diagnostic that holds the safe model's name.</summary>
    internal const string SafeName = "safe";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [UsageDiagnostics.PastTheGuards];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolStartAction(Start, SymbolKind.NamedType);
    }

    private static void Start(SymbolStartAnalysisContext context)
    {
        ConcurrentBag<Wrapping> wrappings = [];
        ConcurrentBag<(IInvocationOperation Call, ISymbol Model, ISymbol Member)> calls = [];
        ConcurrentBag<(ISymbol Variable, SyntaxNode Place)> assignments = [];
        context.RegisterOperationAction(
            found =>
            {
                IInvocationOperation call = (IInvocationOperation)found.Operation;
                if (!SymbolEqualityComparer.Default.Equals(found.ContainingSymbol.ContainingType, context.Symbol))
                {
                    return;
                }

                if (Wrapping.Of(call, found.ContainingSymbol) is { } wrapping)
                {
                    wrappings.Add(wrapping);
                }
                else if (AsksModel(call) && Variables.Of(call.Instance) is { } model)
                {
                    calls.Add((call, model, found.ContainingSymbol));
                }
            },
            OperationKind.Invocation);
        context.RegisterOperationAction(
            found =>
            {
                if (Variables.Of(((ISimpleAssignmentOperation)found.Operation).Target) is { } variable)
                {
                    assignments.Add((variable, found.Operation.Syntax));
                }
            },
            OperationKind.SimpleAssignment);
        context.RegisterSymbolEndAction(end =>
        {
            foreach ((IInvocationOperation call, ISymbol model, ISymbol member) in calls)
            {
                if (wrappings.FirstOrDefault(one => one.Covers(call.Syntax, model, member)) is { } wrapping
                    && !assignments.Any(one => SymbolEqualityComparer.Default.Equals(one.Variable, model) && wrapping.IsBefore(one.Place)))
                {
                    end.ReportDiagnostic(Diagnostic.Create(
                        UsageDiagnostics.PastTheGuards,
                        call.Instance!.Syntax.GetLocation(),
                        ImmutableDictionary<string, string?>.Empty.Add(SafeName, wrapping.Safe.Name),
                        model.Name,
                        wrapping.Safe.Name));
                }
            }
        });
    }

    private static bool AsksModel(IInvocationOperation call) =>
        call.TargetMethod.Name is "PredictAsync" or "Predict" or "PredictBatchAsync" or "PredictBatch"
        && call.Instance?.Type is { } type
        && !type.Is(Known.SafeModel)
        && (type.Is(Known.Model) || type.AllInterfaces.Any(one => one.Is(Known.Model)));
}
