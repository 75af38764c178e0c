namespace AISafety;

/// <summary>Generates a static property <c>Features</c>, a <see cref="FeatureSchema{TIn}"/> without lambdas, for a partial class, struct or record.</summary>
/// <remarks>
/// <para>Each public property with a public getter is a feature, in the order of declaration, a base class's first: numbers, booleans, enums, dates
/// and times, text with <c>[AllowedValues]</c>, vectors with <see cref="VectorLengthAttribute"/>, and properties whose type is a feature row itself.</para>
/// <para>What <c>System.ComponentModel.DataAnnotations</c> states about a property is what the schema states: <c>[Required]</c>, <c>[Range]</c>,
/// <c>[AllowedValues]</c>, and for text <c>[StringLength]</c>, <c>[MinLength]</c>, <c>[MaxLength]</c>, <c>[Length]</c> and <c>[RegularExpression]</c>.</para>
/// <para>A property that cannot be mapped is an error at compile time: see docs/concepts/analyzers.md.</para>
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class FeatureRowAttribute : Attribute;
