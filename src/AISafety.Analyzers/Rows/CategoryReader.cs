using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;

namespace AISafety.Analyzers.Rows;

/// <summary>Reads categories: enums, booleans, and whole numbers or text whose known values are stated.</summary>
internal static class CategoryReader
{
    private const string Unseen = "global::AISafety.Feature.Unseen";

    public static bool IsCategory(ITypeSymbol type) =>
        type.SpecialType == SpecialType.System_Boolean
        || IsWhole(type)
        || (type.TypeKind == TypeKind.Enum && !type.Has("System.FlagsAttribute") && Members(type).Any());

    public static CategoryPart? Read(ReadProperty read, RowReports reports)
    {
        read.Stated.Refuse(reports, Known.AllowedValues);
        if (read.Stated.Unit is not null)
        {
            read.Stated.Bad(reports, read.Stated.Feature!, "a category has no unit; remove Unit");
        }

        if (read.Stated.AllowedValues is not null)
        {
            return ReadAllowed(read, reports);
        }

        if (read.Value.SpecialType == SpecialType.System_Boolean)
        {
            return Part(read, "({0} ? 1f : 0f)", ["False", "True"], read.IsRequired);
        }

        (string Name, object Value)[] members = [.. Members(read.Value)];
        bool isCounted = members.Select((member, i) => Convert.ToDecimal(member.Value, CultureInfo.InvariantCulture) == i).All(equal => equal);
        string toCode = isCounted
            ? $"global::AISafety.Generated.Cell.Code(unchecked((long){{0}}), {members.Length})"
            : Switch(members.Select(member => Literal(read.Value, member.Value)));
        return Part(read, toCode, members.Select(member => member.Name), read.IsRequired);
    }

    /// <summary>A category whose known values are stated by <c>[AllowedValues]</c>. Null among them means that the value may be missing.</summary>
    public static CategoryPart? ReadAllowed(ReadProperty read, RowReports reports)
    {
        AttributeData attribute = read.Stated.AllowedValues!;
        TypedConstant stated = attribute.ConstructorArguments.FirstOrDefault();
        ImmutableArray<TypedConstant> all = stated.Kind == TypedConstantKind.Array && !stated.IsNull ? stated.Values : [];
        object[] values = [.. all.Where(value => !value.IsNull && value.Kind != TypedConstantKind.Array).Select(value => value.Value!)];
        string? fault =
            values.Length == 0 ? "it lists no value; expected at least one"
            : values.FirstOrDefault(value => !Fits(value, read.Value)) is { } stranger ? $"'{Text(stranger)}' is no {read.Value.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}"
            : values.Select(Text).Distinct(StringComparer.Ordinal).Count() < values.Length ? "it lists a value twice"
            : null;
        if (fault is not null)
        {
            read.Stated.Bad(reports, attribute, fault);
            return null;
        }

        bool isRequired = read.Stated.IsRequired || (read.IsRequired && !all.Any(value => value.IsNull));
        return Part(read, Switch(values.Select(value => Literal(read.Value, value))), values.Select(value => Label(read.Value, value)), isRequired);
    }

    private static CategoryPart Part(ReadProperty read, string toCode, IEnumerable<string> labels, bool isRequired) =>
        new(read.Member, read.Name, toCode, read.CanBeNull, new([.. labels]), isRequired, read.Stated.IsSensitive);

    /// <summary>The members in the order of declaration; of two with the same value the first.</summary>
    private static IEnumerable<(string Name, object Value)> Members(ITypeSymbol type) =>
        type.GetMembers().OfType<IFieldSymbol>().Where(field => field.HasConstantValue)
            .GroupBy(field => field.ConstantValue!)
            .Select(group => (group.First().Name, group.Key));

    private static string Switch(IEnumerable<string> literals)
    {
        StringBuilder code = new("{0} switch {{ ");
        int next = 0;
        foreach (string literal in literals)
        {
            code.Append(literal.Replace("{", "{{").Replace("}", "}}")).Append(" => ").Append(next++).Append("f, ");
        }

        return code.Append("_ => ").Append(Unseen).Append(" }}").ToString();
    }

    private static string Literal(ITypeSymbol type, object value) => value switch
    {
        string text => CodeText.Literal(text),
        bool flag => flag ? "true" : "false",
        _ => $"({type.ToDisplayString(CodeText.Qualified)})({Text(value)})",
    };

    private static string Label(ITypeSymbol type, object value) =>
        type.TypeKind == TypeKind.Enum && Members(type).FirstOrDefault(member => Text(member.Value) == Text(value)) is { Name: { } name } ? name : Text(value);

    private static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static bool Fits(object value, ITypeSymbol type)
    {
        if (type.SpecialType is SpecialType.System_String)
        {
            return value is string;
        }

        if (type.SpecialType is SpecialType.System_Boolean)
        {
            return value is bool;
        }

        ITypeSymbol whole = type is INamedTypeSymbol { EnumUnderlyingType: { } underlying } ? underlying : type;
        (decimal Min, decimal Max) range = whole.SpecialType switch
        {
            SpecialType.System_SByte => (sbyte.MinValue, sbyte.MaxValue),
            SpecialType.System_Byte => (byte.MinValue, byte.MaxValue),
            SpecialType.System_Int16 => (short.MinValue, short.MaxValue),
            SpecialType.System_UInt16 => (ushort.MinValue, ushort.MaxValue),
            SpecialType.System_Int32 => (int.MinValue, int.MaxValue),
            SpecialType.System_UInt32 => (uint.MinValue, uint.MaxValue),
            SpecialType.System_Int64 => (long.MinValue, long.MaxValue),
            _ => (ulong.MinValue, ulong.MaxValue),
        };
        return value is sbyte or byte or short or ushort or int or uint or long or ulong
            && Convert.ToDecimal(value, CultureInfo.InvariantCulture) is var number && number >= range.Min && number <= range.Max;
    }

    private static bool IsWhole(ITypeSymbol type) =>
        type.SpecialType is SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16
            or SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64 or SpecialType.System_UInt64;
}
