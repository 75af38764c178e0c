using System.Collections.Immutable;
using AISafety.Analyzers.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AISafety.Analyzers.Misuse;

/// <summary>Compares a schema's width with the model's, where both stand in the code: a model loaded with <c>ExpectedWidth</c> or with a schema, and
/// a schema that is spelled out or belongs to a feature row.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SchemaWidthAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [UsageDiagnostics.WrongWidth];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(Inspect, OperationKind.Invocation);
    }

    private static void Inspect(OperationAnalysisContext context)
    {
        IInvocationOperation call = (IInvocationOperation)context.Operation;
        if (ModelWidth.IsLoading(call))
        {
            // The schema is what writes the model's whole input.
            if (ModelWidth.SchemaOf(call) is { } schema)
            {
                Compare(context, schema, SchemaWidth.Of(schema, context.CancellationToken)?.All, ModelWidth.StatedBy(call));
            }
        }
        else if (Variables.IsWithSafety(call) && ModelWidth.Of(Variables.WrappedBy(call), context.CancellationToken) is { } width)
        {
            // Guards may judge more than the model is given, or other things; only a vector's own elements are the model's input.
            foreach (IInvocationOperation use in call.Descendants().OfType<IInvocationOperation>())
            {
                if (use.TargetMethod.Name == "UseFeatures" && use.TargetMethod.ContainingType.Is(Known.SafetyBuilder) && use.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == 0)?.Value is { } given)
                {
                    Compare(context, given, SchemaWidth.Of(given, context.CancellationToken)?.Elements, width);
                }
            }
        }
    }

    private static void Compare(OperationAnalysisContext context, IOperation schema, int? written, int? taken)
    {
        if (written is not null && taken is not null && written != taken)
        {
            context.ReportDiagnostic(Diagnostic.Create(UsageDiagnostics.WrongWidth, schema.Syntax.GetLocation(), written, taken));
        }
    }
}
