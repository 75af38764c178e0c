namespace AISafety;

/// <summary>Marks a property of a <see cref="FeatureRowAttribute">feature row</see> as personal data that deserves special care:
/// <see cref="Feature.IsSensitive"/>. On a nested row it holds for everything in it.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class SensitiveAttribute : Attribute;
