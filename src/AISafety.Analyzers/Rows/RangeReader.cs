using System.Globalization;
using Microsoft.CodeAnalysis;

namespace AISafety.Analyzers.Rows;

/// <summary>Reads the limits that <c>[Range]</c> states, as the numbers that the row holds.</summary>
internal static class RangeReader
{
    private static readonly DateTime _epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Reads the limits; null, or why they cannot be used.</summary>
    public static string? Read(AttributeData range, ITypeSymbol type, out double min, out double max)
    {
        min = double.NaN;
        max = double.NaN;
        if (Stated.Named<bool>(range, "MinimumIsExclusive") || Stated.Named<bool>(range, "MaximumIsExclusive"))
        {
            return "a limit that is excluded has no exact place in a row of floats; state the limit that is included";
        }

        if (range.ConstructorArguments.Length == 2)
        {
            if (NumberReader.IsTime(type))
            {
                return $"its limits are numbers, but the property is a {type.Name}; write [Range(typeof({type.Name}), \"...\", \"...\")]";
            }

            min = ToDouble(range.ConstructorArguments[0].Value);
            max = ToDouble(range.ConstructorArguments[1].Value);
        }
        else if (range.ConstructorArguments.Length == 3)
        {
            if (range.ConstructorArguments[0].Value is not ITypeSymbol stated || !NumberReader.IsNumber(stated)
                || (NumberReader.IsTime(type) || NumberReader.IsTime(stated)) && !SymbolEqualityComparer.Default.Equals(stated, type))
            {
                return $"its limits are not of the property's type; write [Range(typeof({type.Name}), \"...\", \"...\")]";
            }

            min = Parse(stated, Stated.Argument<string>(range, 1));
            max = Parse(stated, Stated.Argument<string>(range, 2));
        }

        return min <= max ? null : "its limits cannot be read, or the minimum is above the maximum; texts are read in the invariant culture, dates as 2026-01-31";
    }

    private static double ToDouble(object? value) => value is null ? double.NaN : Convert.ToDouble(value, CultureInfo.InvariantCulture);

    private static double Parse(ITypeSymbol type, string? text)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return type.FullName() switch
        {
            // Text without an offset is taken as it stands, in whatever zone the compiler runs.
            "System.DateOnly" or "System.DateTime" or "System.DateTimeOffset" =>
                DateTime.TryParse(text, culture, Utc, out DateTime date) ? (date - _epoch).TotalDays : double.NaN,
            "System.TimeSpan" or "System.TimeOnly" => TimeSpan.TryParse(text, culture, out TimeSpan time) ? time.TotalSeconds : double.NaN,
            _ => double.TryParse(text, NumberStyles.Float, culture, out double number) ? number : double.NaN,
        };
    }
}
