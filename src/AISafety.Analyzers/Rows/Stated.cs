using AISafety.Analyzers.Diagnostics;
using Microsoft.CodeAnalysis;

namespace AISafety.Analyzers.Rows;

/// <summary>What the attributes of one property state.</summary>
internal sealed class Stated
{
    private readonly IPropertySymbol _property;
    private readonly AttributeData[] _attributes;

    public Stated(IPropertySymbol property)
    {
        _property = property;
        _attributes = [.. RowProperties.Attributes(property)];
        AttributeData? feature = Find(Known.Feature);
        Name = Named<string>(feature, "Name");
        Unit = Named<string>(feature, "Unit");
        Ignore = Named<bool>(feature, "Ignore");
    }

    public string? Name { get; }

    public string? Unit { get; }

    public bool Ignore { get; }

    public bool IsSensitive => Find(Known.Sensitive) is not null;

    public bool IsRequired => Find(Known.Required) is not null;

    public bool AllowsBlank => !IsRequired || Named<bool>(Find(Known.Required), "AllowEmptyStrings");

    public AttributeData? Feature => Find(Known.Feature);

    public AttributeData? Range => Find(Known.Range);

    public AttributeData? AllowedValues => Find(Known.AllowedValues);

    public AttributeData? VectorLength => Find(Known.VectorLength);

    public AttributeData? Find(string name) => _attributes.FirstOrDefault(attribute => attribute.AttributeClass.Is(name));

    public static T? Named<T>(AttributeData? attribute, string name) =>
        attribute?.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value.Value is T value ? value : default;

    public static T? Argument<T>(AttributeData? attribute, int index) =>
        attribute is not null && attribute.ConstructorArguments.Length > index && attribute.ConstructorArguments[index].Value is T value ? value : default;

    /// <summary>Reports the attributes that mean nothing here. Those that have been looked at are named.</summary>
    public void Refuse(RowReports reports, params string[] used)
    {
        foreach (AttributeData attribute in _attributes)
        {
            string name = attribute.AttributeClass?.FullName() ?? "";
            if (used.Contains(name) || name is Known.Feature or Known.Sensitive or Known.Required)
            {
                continue;
            }

            if (Misplaced(name) is { } reason)
            {
                Bad(reports, attribute, reason);
            }
            else if (Validates(attribute.AttributeClass))
            {
                reports.Add(RowDiagnostics.NotEnforced, _property, attribute, Short(attribute), _property.Name,
                    "state it as a rule of your own, AddInputValidation(rules => rules.Rule(...))");
            }
        }
    }

    public void Bad(RowReports reports, AttributeData attribute, string reason) =>
        reports.Add(RowDiagnostics.BadAttribute, _property, attribute, Short(attribute), _property.Name, reason);

    private static string? Misplaced(string name) => name switch
    {
        Known.Range => "a range is for numbers, dates and times; remove it",
        Known.AllowedValues => "known values are for text, whole numbers, enums and booleans; remove it",
        Known.VectorLength => "a number of elements is for vectors of float or double; remove it",
        Known.StringLength or Known.RegularExpression => "it is for text; remove it",
        Known.MinLength or Known.MaxLength or Known.Length => "it is for text here; a vector's length is stated by [VectorLength(n)]",
        _ => null,
    };

    private static bool Validates(INamedTypeSymbol? attribute)
    {
        // [DataType] derives from the attributes that validate, but says only how a value is shown.
        for (INamedTypeSymbol? one = attribute; one is not null && attribute?.Name != "DataTypeAttribute"; one = one.BaseType)
        {
            if (one.Is(Known.Validation))
            {
                return true;
            }
        }

        return false;
    }

    private static string Short(AttributeData attribute)
    {
        string name = attribute.AttributeClass?.Name ?? "";
        return name.EndsWith("Attribute", StringComparison.Ordinal) ? name.Substring(0, name.Length - "Attribute".Length) : name;
    }
}
