using Microsoft.CodeAnalysis;

namespace AISafety.Analyzers.Rows;

/// <summary>The properties that make up a row.</summary>
internal static class RowProperties
{
    /// <summary>Public instance properties with a public getter, a base class's first, each in the order of declaration. One that is overridden or
    /// hidden keeps its place.</summary>
    public static IEnumerable<IPropertySymbol> Of(INamedTypeSymbol type)
    {
        List<IPropertySymbol> properties = [];
        Stack<INamedTypeSymbol> chain = [];
        for (INamedTypeSymbol? one = type; one is { SpecialType: not (SpecialType.System_Object or SpecialType.System_ValueType) }; one = one.BaseType)
        {
            chain.Push(one);
        }

        foreach (IPropertySymbol property in chain.SelectMany(Declared))
        {
            int hidden = properties.FindIndex(other => other.Name == property.Name);
            if (hidden >= 0)
            {
                properties[hidden] = property;
            }
            else
            {
                properties.Add(property);
            }
        }

        return properties;
    }

    /// <summary>The attributes of a property, and of the record's parameter that it is made of.</summary>
    public static IEnumerable<AttributeData> Attributes(IPropertySymbol property)
    {
        IEnumerable<AttributeData> own = property.GetAttributes();
        if (!property.ContainingType.IsRecord)
        {
            return own;
        }

        return own.Concat(property.ContainingType.InstanceConstructors
            .SelectMany(constructor => constructor.Parameters)
            .Where(parameter => parameter.Name == property.Name && SymbolEqualityComparer.Default.Equals(parameter.Type, property.Type))
            .SelectMany(parameter => parameter.GetAttributes()));
    }

    // The compiler lists a record's parameters after the properties in its body.
    private static IEnumerable<IPropertySymbol> Declared(INamedTypeSymbol type)
    {
        IPropertySymbol[] all = [.. type.GetMembers().OfType<IPropertySymbol>().Where(IsRead)];
        List<SyntaxTree?> files = [.. all.Select(Tree).Distinct()];
        return all.OrderBy(property => files.IndexOf(Tree(property))).ThenBy(property => Tree(property) is null ? 0 : property.Locations[0].SourceSpan.Start);
    }

    private static SyntaxTree? Tree(IPropertySymbol property) => property.Locations.FirstOrDefault()?.SourceTree;

    private static bool IsRead(IPropertySymbol property) =>
        property is { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public, GetMethod.DeclaredAccessibility: Accessibility.Public };
}
