namespace AISafety.Validation;

/// <summary>Whether a value of a generic type is null, without boxing values, even in code that is not optimised.</summary>
internal static class NullValue<T>
{
    private static readonly bool _isPossible = default(T) is null;

    public static bool Is(T value) => _isPossible && value is null;
}
