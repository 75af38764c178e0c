using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AISafety.Analyzers.Misuse;

/// <summary>Follows a variable to the value that it was initialised with, where it never gets another.</summary>
internal static class Initializers
{
    public static IOperation? Follow(IOperation? operation, CancellationToken cancellation)
    {
        IOperation? value = Variables.Bare(operation);
        for (int steps = 0; steps < 8; steps++)
        {
            ISymbol? variable = value switch
            {
                ILocalReferenceOperation local => local.Local,
                IFieldReferenceOperation { Field.IsReadOnly: true } field => field.Field,
                _ => null,
            };
            if (variable is null || Initial(variable, value!, cancellation) is not { } initial)
            {
                return value;
            }

            value = Variables.Bare(initial);
        }

        return value;
    }

    private static IOperation? Initial(ISymbol variable, IOperation use, CancellationToken cancellation)
    {
        // A variable of another file has a semantic model of its own, which an analyzer must not ask for.
        if (variable.DeclaringSyntaxReferences.FirstOrDefault() is not { } declared || declared.SyntaxTree != use.Syntax.SyntaxTree || use.SemanticModel is not { } model)
        {
            return null;
        }

        if (declared.GetSyntax(cancellation) is not VariableDeclaratorSyntax { Initializer.Value: { } initializer } || (variable is ILocalSymbol && IsAssigned(variable, use)))
        {
            return null;
        }

        return model.GetOperation(initializer, cancellation);
    }

    private static bool IsAssigned(ISymbol local, IOperation use)
    {
        IOperation root = use;
        while (root.Parent is not null)
        {
            root = root.Parent;
        }

        return root.Descendants().Any(operation => operation switch
        {
            ISimpleAssignmentOperation assignment => SymbolEqualityComparer.Default.Equals(Variables.Of(assignment.Target), local),
            IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => SymbolEqualityComparer.Default.Equals(Variables.Of(argument.Value), local),
            _ => false,
        });
    }
}
