using System.Runtime.CompilerServices;

namespace AISafety.Statistics;

/// <summary>The checks that streaming types make of parameters and values; each names the argument and the rule.</summary>
internal static class StreamRange
{
    /// <summary>More than 0 and less than 1.</summary>
    public static double Rate(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is > 0 and < 1 ? value : throw Outside(value, name, "Expected a number of more than 0 and less than 1.");

    /// <summary>More than 0 and at most 1.</summary>
    public static double Factor(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is > 0 and <= 1 ? value : throw Outside(value, name, "Expected a number of more than 0 and at most 1.");

    /// <summary>Finite and more than 0.</summary>
    public static double Positive(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value > 0 && double.IsFinite(value) ? value : throw Outside(value, name, "Expected a finite number of more than 0.");

    /// <summary>Finite and 0 or more.</summary>
    public static double NotNegative(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= 0 && double.IsFinite(value) ? value : throw Outside(value, name, "Expected a finite number of 0 or more.");

    /// <summary>Not NaN, not infinite.</summary>
    public static double Finite(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        double.IsFinite(value) ? value : throw Outside(value, name, "Expected a finite number.");

    /// <summary>From <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static int Count(int value, int least, int most = int.MaxValue, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= least && value <= most
            ? value
            : throw new ArgumentOutOfRangeException(name, value, string.Create(null, $"Expected {least} to {most}."));

    /// <summary>From 0 to 1.</summary>
    public static void RequireUnit(double value)
    {
        if (!(value is >= 0 and <= 1))
        {
            throw Outside(value, nameof(value), "Expected a value of 0 to 1.");
        }
    }

    /// <summary>0 or 1.</summary>
    public static void RequireBinary(double value)
    {
        if (value is not (0 or 1))
        {
            throw Outside(value, nameof(value), "Expected 0 (right) or 1 (wrong).");
        }
    }

    /// <summary>A finite value.</summary>
    public static void RequireFinite(double value)
    {
        if (!double.IsFinite(value))
        {
            throw Outside(value, nameof(value), "Expected a finite value.");
        }
    }

    private static ArgumentOutOfRangeException Outside(double value, string name, string rule) => new(name, value, rule);
}
