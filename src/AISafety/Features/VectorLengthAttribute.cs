namespace AISafety;

/// <summary>States how many elements a vector in a <see cref="FeatureRowAttribute">feature row</see> has: an array or memory of <c>float</c> or <c>double</c>.
/// One of another length is a violation, <c>input.length</c>.</summary>
/// <param name="length">The number of elements; at least 1.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class VectorLengthAttribute(int length) : Attribute
{
    /// <summary>The number of elements.</summary>
    public int Length { get; } = length;
}
