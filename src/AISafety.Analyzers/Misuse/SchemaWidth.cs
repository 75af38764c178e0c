using AISafety.Analyzers.Rows;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AISafety.Analyzers.Misuse;

/// <summary>How many numbers a schema writes, as far as the code says it.</summary>
/// <param name="All">All numbers.</param>
/// <param name="Elements">Those that are the elements of an input that is a vector itself; null for other inputs.</param>
internal sealed record SchemaWidth(int All, int? Elements)
{
    public static SchemaWidth? Of(IOperation? schema, CancellationToken cancellation) => Initializers.Follow(schema, cancellation) switch
    {
        IPropertyReferenceOperation { Property: { IsStatic: true, Name: "Features" } features } when features.ContainingType.Has(Known.FeatureRow) =>
            RowReader.Read(features.ContainingType, null, cancellation) is { } row ? new(row.Width, null) : null,
        IInvocationOperation call when call.TargetMethod.ContainingType.Is(Known.FeatureSchema) => Of(call, cancellation),
        _ => null,
    };

    private static SchemaWidth? Of(IInvocationOperation call, CancellationToken cancellation)
    {
        switch (call.TargetMethod.Name)
        {
            case "For":
                return new(0, null);
            case "ForVector" or "ForMemory":
                return Count(call.Arguments[0].Value) is { } count ? new(count, count) : null;
            case "WithRange":
                return Of(call.Instance, cancellation);
            case "Numeric" or "Categorical":
                return Plus(1);
            case "Vector" when call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "length")?.Value.ConstantValue.Value is int length:
                return Plus(length);
            default:
                return null;
        }

        SchemaWidth? Plus(int more) => Of(call.Instance, cancellation) is { } before ? before with { All = before.All + more } : null;
    }

    /// <summary>How many names are listed; null if one of them is a spread, or the list comes from elsewhere.</summary>
    private static int? Count(IOperation names) => Variables.Bare(names) switch
    {
        ICollectionExpressionOperation list when !list.Elements.Any(element => element is ISpreadOperation) => list.Elements.Length,
        IArrayCreationOperation { Initializer: { } array } => array.ElementValues.Length,
        _ => null,
    };
}
