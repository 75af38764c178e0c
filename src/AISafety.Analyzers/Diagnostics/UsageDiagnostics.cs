using Microsoft.CodeAnalysis;

namespace AISafety.Analyzers.Diagnostics;

/// <summary>What can be wrong with the use of safe models. Each has a section in docs/concepts/analyzers.md.</summary>
internal static class UsageDiagnostics
{
    private const string Category = "AISafety.Usage";

    public static readonly DiagnosticDescriptor DroppedResult = new(
        "AIS0010",
        "The result of a guarded call is dropped",
        "The SafetyResult of '{0}' is dropped, so that a refusal goes unnoticed: look at it, call PredictAsync, which throws, or write '_ =' to say that it is meant",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: RowDiagnostics.Page + "ais0010");

    public static readonly DiagnosticDescriptor PastTheGuards = new(
        "AIS0011",
        "The model is asked past its guards",
        "'{0}' is asked past its guards: '{1}' is the same model made safe; call that one",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: RowDiagnostics.Page + "ais0011");

    public static readonly DiagnosticDescriptor WrongWidth = new(
        "AIS0012",
        "The schema does not match the model's width",
        "The schema writes {0} numbers, but the model takes {1}: name as many features as the model was trained on",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: RowDiagnostics.Page + "ais0012");
}
