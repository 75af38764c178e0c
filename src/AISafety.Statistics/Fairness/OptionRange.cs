namespace AISafety.Statistics;

/// <summary>Refuses an option that is out of its range, naming it, its value and what was expected.</summary>
internal static class OptionRange
{
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="isValid"/> is false.</exception>
    public static void Require<T>(bool isValid, string name, T value, string expected)
    {
        if (!isValid)
        {
            throw new ArgumentOutOfRangeException($"options.{name}", value, FormattableString.Invariant($"{name} is {value}; expected {expected}."));
        }
    }
}
