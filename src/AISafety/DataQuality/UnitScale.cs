namespace AISafety.DataQuality;

/// <summary>One way in which a value may be in another unit: received = factor * right + offset.</summary>
/// <param name="Factor">The factor; not 0.</param>
/// <param name="Offset">The offset, in the received unit.</param>
/// <param name="Text">What a person should think of.</param>
internal sealed record UnitScale(double Factor, double Offset, string Text)
{
    private static readonly (double Factor, string Large, string Small)[] _pairs =
    [
        (10, "millimetres for centimetres?", "centimetres for millimetres?"),
        (100, "cents for whole, percent for shares, or centimetres for metres?", "whole for cents, shares for percent, or metres for centimetres?"),
        (1_000, "grams for kilograms, or milliseconds for seconds?", "kilograms for grams, or seconds for milliseconds?"),
        (1_000_000, "single for millions, or microseconds for seconds?", "millions for single, or seconds for microseconds?"),
        (2.54, "centimetres for inches?", "inches for centimetres?"),
        (25.4, "millimetres for inches?", "inches for millimetres?"),
        (1 / 0.3048, "feet for metres?", "metres for feet?"),
        (1 / 0.45359237, "pounds for kilograms?", "kilograms for pounds?"),
        (1.609344, "kilometres for miles?", "miles for kilometres?"),
        (12, "inches for feet, or months for years?", "feet for inches, or years for months?"),
        (60, "seconds for minutes, or minutes for hours?", "minutes for seconds, or hours for minutes?"),
        (3_600, "seconds for hours?", "hours for seconds?"),
        (24, "hours for days?", "days for hours?"),
        (7, "days for weeks?", "weeks for days?"),
        (365.25, "days for years?", "years for days?"),
    ];

    /// <summary>All that are tried.</summary>
    public static IReadOnlyList<UnitScale> All { get; } =
    [
        .. _pairs.Select(static pair => new UnitScale(pair.Factor, 0, FormattableString.Invariant($"{pair.Factor:G4} times too large: {pair.Large}"))),
        .. _pairs.Select(static pair => new UnitScale(1 / pair.Factor, 0, FormattableString.Invariant($"{pair.Factor:G4} times too small: {pair.Small}"))),
        new(-1, 0, "of the wrong sign"),
        new(1.8, 32, "in degrees Fahrenheit where Celsius is expected (times 1.8 and 32 more)"),
        new(1 / 1.8, -32 / 1.8, "in degrees Celsius where Fahrenheit is expected (less 32, divided by 1.8)"),
        new(1, 273.15, "in kelvins where degrees Celsius are expected (273.15 more)"),
        new(1, -273.15, "in degrees Celsius where kelvins are expected (273.15 less)"),
    ];

    /// <summary>What the value is in the right unit.</summary>
    public float Undo(float value) => (float)((value - Offset) / Factor);

    /// <summary>What the right value is received as.</summary>
    public float Apply(float value) => (float)((value * Factor) + Offset);
}
