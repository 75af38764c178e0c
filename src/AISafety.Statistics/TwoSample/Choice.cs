namespace AISafety.Statistics;

/// <summary>A choice among the named values of an enumeration.</summary>
internal static class Choice
{
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> has no name.</exception>
    public static void Require<T>(T value, string name)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            throw new ArgumentOutOfRangeException(name, value, "Expected one of the named values.");
        }
    }
}
