using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AISafety.Analyzers.Misuse;

/// <summary>How many numbers a model takes, as far as the code says it.</summary>
internal static class ModelWidth
{
    public static bool IsLoading(IInvocationOperation call) =>
        call.TargetMethod.Name is "LoadClassifier" or "LoadMemoryClassifier" && call.TargetMethod.ContainingType.Is(Known.OnnxModel);

    /// <summary>The schema that a model is loaded with.</summary>
    public static IOperation? SchemaOf(IInvocationOperation loading) =>
        loading.Arguments.FirstOrDefault(argument => argument.Parameter?.Type.Is(Known.FeatureSchema) == true)?.Value;

    /// <summary>The constant given as <c>ExpectedWidth</c>.</summary>
    public static int? StatedBy(IInvocationOperation loading)
    {
        IOperation? options = Variables.Bare(loading.Arguments.FirstOrDefault(argument => argument.Parameter?.Type.Is(Known.OnnxClassifierOptions) == true)?.Value);
        return (options as IObjectCreationOperation)?.Initializer?.Initializers.OfType<ISimpleAssignmentOperation>()
            .Where(assignment => assignment.Target is IPropertyReferenceOperation { Property.Name: "ExpectedWidth" })
            .Select(assignment => Variables.Bare(assignment.Value)?.ConstantValue.Value as int?)
            .FirstOrDefault();
    }

    /// <summary>The width of a model that was loaded right here, or in the initialiser of a variable.</summary>
    public static int? Of(IOperation? model, CancellationToken cancellation) =>
        Initializers.Follow(model, cancellation) is IInvocationOperation loading && IsLoading(loading)
            ? StatedBy(loading) ?? SchemaWidth.Of(SchemaOf(loading), cancellation)?.All
            : null;
}
