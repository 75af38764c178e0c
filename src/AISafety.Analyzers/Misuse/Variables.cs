using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AISafety.Analyzers.Misuse;

/// <summary>Which variable an operation reads, or is stored in.</summary>
internal static class Variables
{
    /// <summary>The local variable, parameter, field or property that is named, if nothing else is done; members only of <c>this</c> or static.</summary>
    public static ISymbol? Of(IOperation? operation) => Bare(operation) switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field => field.Field,
        IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation } property => property.Property,
        _ => null,
    };

    /// <summary>The variable that a value goes to.</summary>
    public static ISymbol? ReceiverOf(IOperation value)
    {
        IOperation? parent = value.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation)
        {
            parent = parent.Parent;
        }

        return parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
            IFieldInitializerOperation fields => fields.InitializedFields.FirstOrDefault(),
            IPropertyInitializerOperation properties => properties.InitializedProperties.FirstOrDefault(),
            ISimpleAssignmentOperation assignment when assignment.Target != value => Of(assignment.Target),
            _ => null,
        };
    }

    public static bool IsWithSafety(IInvocationOperation call) =>
        call.TargetMethod.Name == "WithSafety" && call.TargetMethod.ContainingType.Is(Known.ModelExtensions);

    /// <summary>The model that <c>WithSafety</c> is called on.</summary>
    public static IOperation? WrappedBy(IInvocationOperation call) =>
        call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == 0)?.Value;

    /// <summary>The operation without conversions and parentheses.</summary>
    public static IOperation? Bare(IOperation? operation)
    {
        while (operation is IConversionOperation or IParenthesizedOperation)
        {
            operation = operation is IConversionOperation conversion ? conversion.Operand : ((IParenthesizedOperation)operation).Operand;
        }

        return operation;
    }
}
