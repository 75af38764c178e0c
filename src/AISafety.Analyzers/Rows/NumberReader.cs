using Microsoft.CodeAnalysis;

namespace AISafety.Analyzers.Rows;

/// <summary>Reads numbers, and dates and times, which become numbers.</summary>
internal static class NumberReader
{
    private const string Days = "global::AISafety.Generated.Cell.Days({0})";
    private const string Seconds = "global::AISafety.Generated.Cell.Seconds({0})";

    public static bool IsNumber(ITypeSymbol type) => ToDouble(type) is not null;

    /// <summary>Whether it is a date or time, which has a unit of its own.</summary>
    public static bool IsTime(ITypeSymbol type) => Unit(type) is not null;

    public static NumberPart? Read(ReadProperty read, RowReports reports)
    {
        read.Stated.Refuse(reports, Known.Range);
        string? unit = Unit(read.Value);
        if (unit is not null && read.Stated.Unit is not null)
        {
            read.Stated.Bad(reports, read.Stated.Feature!, $"the unit of a {read.Value.Name} is '{unit}'; remove Unit");
            return null;
        }

        double min = double.NegativeInfinity;
        double max = double.PositiveInfinity;
        if (read.Stated.Range is { } range && RangeReader.Read(range, read.Value, out min, out max) is { } fault)
        {
            read.Stated.Bad(reports, range, fault);
            return null;
        }

        string toDouble = ToDouble(read.Value)!;
        return new(
            read.Member,
            read.Name,
            ToFloat(read.Value, toDouble),
            toDouble,
            read.IsNullableValue,
            read.Value.SpecialType is SpecialType.System_Single or SpecialType.System_Double || read.Value.Is("System.Half"),
            IsFinerThanRow(read.Value, min, max),
            unit ?? read.Stated.Unit,
            min,
            max,
            read.IsRequired,
            read.Stated.IsSensitive);
    }

    // Whole numbers below 2^24 are floats exactly, so that the row shows on which side of such a limit a whole number lies.
    private static bool IsFinerThanRow(ITypeSymbol type, double min, double max)
    {
        if (type.SpecialType is SpecialType.System_Single or SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16
            || type.Is("System.Half"))
        {
            return false;
        }

        bool isFraction = type.SpecialType is SpecialType.System_Double or SpecialType.System_Decimal or SpecialType.System_DateTime
            || type.FullName() is "System.DateTimeOffset" or "System.TimeSpan" or "System.TimeOnly";
        return new[] { min, max }.Any(limit => !double.IsInfinity(limit) && (isFraction || Math.Abs(limit) >= 1 << 24));
    }

    // A whole number of 32 bits is a double exactly, so that it is rounded once, either way. Longer ones are rounded by way of double, as a
    // lambda that returns double does it: the two kinds of schema agree in every bit.
    private static string ToFloat(ITypeSymbol type, string toDouble) => type.SpecialType switch
    {
        SpecialType.System_Single => "{0}",
        SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16
            or SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Double => "(float){0}",
        _ => $"(float){toDouble}",
    };

    private static string? ToDouble(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Double => "{0}",
        SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16
            or SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64 or SpecialType.System_UInt64
            or SpecialType.System_IntPtr or SpecialType.System_UIntPtr or SpecialType.System_Single or SpecialType.System_Decimal => "(double){0}",
        SpecialType.System_DateTime => Days,
        _ => type.FullName() switch
        {
            "System.Half" or "System.Int128" or "System.UInt128" or "System.Numerics.BigInteger" => "(double){0}",
            "System.DateOnly" or "System.DateTimeOffset" => Days,
            "System.TimeSpan" or "System.TimeOnly" => Seconds,
            _ => null,
        },
    };

    private static string? Unit(ITypeSymbol type) => type.FullName() switch
    {
        "System.DateOnly" or "System.DateTime" => "days since 1970-01-01",
        "System.DateTimeOffset" => "days since 1970-01-01 UTC",
        "System.TimeSpan" => "seconds",
        "System.TimeOnly" => "seconds since midnight",
        _ => null,
    };
}
