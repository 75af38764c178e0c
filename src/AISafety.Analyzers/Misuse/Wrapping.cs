using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AISafety.Analyzers.Misuse;

/// <summary>A call of <c>WithSafety</c> on a variable, whose result goes to another.</summary>
internal sealed class Wrapping
{
    private readonly SyntaxNode _syntax;
    private readonly ISymbol _model;
    private readonly ISymbol _member;

    private Wrapping(SyntaxNode syntax, ISymbol model, ISymbol safe, ISymbol member) => (_syntax, _model, Safe, _member) = (syntax, model, safe, member);

    /// <summary>The variable with the safe model.</summary>
    public ISymbol Safe { get; }

    public static Wrapping? Of(IInvocationOperation call, ISymbol member) =>
        Variables.IsWithSafety(call)
        && Variables.Of(Variables.WrappedBy(call)) is { } model
        && Variables.ReceiverOf(call) is { } safe
        && !SymbolEqualityComparer.Default.Equals(model, safe)
            ? new(call.Syntax, model, safe, member)
            : null;

    public bool IsBefore(SyntaxNode place) => place.SyntaxTree == _syntax.SyntaxTree && place.SpanStart > _syntax.Span.End;

    /// <summary>Whether a call of the model at this place could have gone to the safe model.</summary>
    public bool Covers(SyntaxNode call, ISymbol model, ISymbol member)
    {
        if (!SymbolEqualityComparer.Default.Equals(model, _model) || (call.SyntaxTree == _syntax.SyntaxTree && _syntax.Span.Contains(call.Span)))
        {
            return false;
        }

        // Between members there is no order: both are there for the type's whole life.
        bool isLocal = model is ILocalSymbol or IParameterSymbol || Safe is ILocalSymbol;
        return SymbolEqualityComparer.Default.Equals(member, _member)
            ? IsBefore(call) && (Safe is not ILocalSymbol || Scope().Span.Contains(call.Span))
            : !isLocal;
    }

    private SyntaxNode Scope() =>
        Safe.DeclaringSyntaxReferences[0].GetSyntax().Ancestors().First(node => node is BlockSyntax or SwitchSectionSyntax or CompilationUnitSyntax or MemberDeclarationSyntax and not GlobalStatementSyntax);
}
