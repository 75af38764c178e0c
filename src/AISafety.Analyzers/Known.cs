using Microsoft.CodeAnalysis;

namespace AISafety.Analyzers;

/// <summary>The names of types that mean something to the generator and the analyzers.</summary>
internal static class Known
{
    public const string FeatureRow = "AISafety.FeatureRowAttribute";
    public const string Feature = "AISafety.FeatureAttribute";
    public const string Sensitive = "AISafety.SensitiveAttribute";
    public const string VectorLength = "AISafety.VectorLengthAttribute";
    public const string FeatureSchema = "AISafety.FeatureSchema";
    public const string SafetyResult = "AISafety.SafetyResult";
    public const string SafeModel = "AISafety.SafeModel";
    public const string Model = "AISafety.IModel";
    public const string ModelExtensions = "AISafety.ModelExtensions";
    public const string SafetyBuilder = "AISafety.SafetyBuilder";
    public const string OnnxModel = "AISafety.Onnx.OnnxModel";
    public const string OnnxClassifierOptions = "AISafety.Onnx.OnnxClassifierOptions";

    private const string Annotations = "System.ComponentModel.DataAnnotations.";

    public const string Required = Annotations + "RequiredAttribute";
    public const string Range = Annotations + "RangeAttribute";
    public const string AllowedValues = Annotations + "AllowedValuesAttribute";
    public const string StringLength = Annotations + "StringLengthAttribute";
    public const string MinLength = Annotations + "MinLengthAttribute";
    public const string MaxLength = Annotations + "MaxLengthAttribute";
    public const string Length = Annotations + "LengthAttribute";
    public const string RegularExpression = Annotations + "RegularExpressionAttribute";
    public const string Validation = Annotations + "ValidationAttribute";

    /// <summary>The type's full name without its type arguments, such as <c>AISafety.SafeModel</c>.</summary>
    public static string FullName(this ITypeSymbol type) =>
        type.ContainingType is { } outer ? $"{outer.FullName()}.{type.Name}"
        : type.ContainingNamespace is { IsGlobalNamespace: false } space ? $"{FullName(space)}.{type.Name}"
        : type.Name;

    private static string FullName(INamespaceSymbol space) =>
        space.ContainingNamespace is { IsGlobalNamespace: false } outer ? $"{FullName(outer)}.{space.Name}" : space.Name;

    public static bool Is(this ITypeSymbol? type, string name) => type is not null && type.FullName() == name;

    public static bool Has(this ISymbol symbol, string attribute) => symbol.GetAttributes().Any(one => one.AttributeClass.Is(attribute));
}
