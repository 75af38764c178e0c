using System.Globalization;
using System.Numerics;

namespace AISafety.Validation;

/// <summary>How values and limits of any type appear in evidence.</summary>
internal static class JudgedValue
{
    /// <summary>The value as a number; NaN for types that are none, such as dates.</summary>
    public static double ToScore<TValue>(TValue value) => value switch
    {
        double number => number,
        float number => number,
        decimal number => (double)number,
        Half number => (double)number,
        Int128 number => (double)number,
        UInt128 number => (double)number,
        BigInteger number => (double)number,
        nint number => number,
        nuint number => number,
        sbyte or byte or short or ushort or int or uint or long or ulong => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        _ => double.NaN,
    };

    /// <summary>A stated limit as text, the same in every culture.</summary>
    public static string ToText<TValue>(TValue limit) => limit switch
    {
        DateTime or DateTimeOffset or DateOnly or TimeOnly => ((IFormattable)limit).ToString("O", CultureInfo.InvariantCulture),
        _ => Convert.ToString(limit, CultureInfo.InvariantCulture) ?? "",
    };
}
