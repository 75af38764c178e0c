using Microsoft.CodeAnalysis;

namespace AISafety.Analyzers.Rows;

/// <summary>A property while it is read.</summary>
internal sealed class ReadProperty
{
    public ReadProperty(IPropertySymbol property, Stated stated, string name)
    {
        (Property, Stated, Name) = (property, stated, name);
        IsNullableValue = property.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T };
        Value = IsNullableValue ? ((INamedTypeSymbol)property.Type).TypeArguments[0] : property.Type;
    }

    public IPropertySymbol Property { get; }

    public Stated Stated { get; }

    /// <summary>The name in the row.</summary>
    public string Name { get; }

    /// <summary>The name as C# writes it.</summary>
    public string Member => CodeText.Identifier(Property.Name);

    /// <summary>The type without the question mark.</summary>
    public ITypeSymbol Value { get; }

    /// <summary>Whether it is a <c>Nullable&lt;T&gt;</c>.</summary>
    public bool IsNullableValue { get; }

    /// <summary>Whether the property can be null at all.</summary>
    public bool CanBeNull => IsNullableValue || Property.Type.IsReferenceType;

    /// <summary>Whether a missing value is a violation: unless a question mark says that it may be missing.</summary>
    public bool IsRequired => Stated.IsRequired || (!IsNullableValue && Property.NullableAnnotation != NullableAnnotation.Annotated);
}
