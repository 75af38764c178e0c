using System.Globalization;

namespace AISafety;

/// <summary>Refuses what is out of range, by the option's name, its value, and what was expected.</summary>
internal readonly struct OptionCheck
{
    private readonly string? _part;
    private readonly string _options;

    private OptionCheck(string? part, string options) => (_part, _options) = (part, options);

    /// <summary>Of options that a builder is given: what is wrong is a <see cref="SafetyBuildException"/>.</summary>
    /// <param name="part">Whose options they are, such as <c>error-drift</c>.</param>
    /// <param name="options">The name of their type.</param>
    public static OptionCheck OfBuilder(string part, string options) => new(part, options);

    /// <summary>Of options that a constructor or a function is given by hand: what is wrong is an <see cref="ArgumentException"/>.</summary>
    /// <param name="options">The name of their type.</param>
    public static OptionCheck OfArgument(string options) => new(null, options);

    public void Require<T>(bool holds, string option, T value, string expected)
    {
        if (!holds)
        {
            // An argument of the verb itself is not named after it once more, and a text that cannot be seen is put in quotes.
            string name = _part == _options ? option : $"{_options}.{option}";
            string told = value is null ? "null" : value is string text && string.IsNullOrWhiteSpace(text) ? $"'{text}'" : string.Create(CultureInfo.InvariantCulture, $"{value}");
            string fault = $"{name} is {told}; expected {expected}.";
            throw _part is null ? new ArgumentException(fault) : new SafetyBuildException($"'{_part}': {fault}");
        }
    }

    public void Range<T>(string option, T value, T min, T max) =>
        Require(
            Comparer<T>.Default.Compare(value, min) >= 0 && Comparer<T>.Default.Compare(value, max) <= 0,
            option,
            value,
            string.Create(CultureInfo.InvariantCulture, $"{min} to {max}"));
}
