namespace AISafety.Validation;

/// <summary>Whether a value of a generic type is null, without boxing values, even in code that is not optimised.</summary>
internal static class NullValue<T>
{
    private static readonly bool IsPossible = default(T) is null;

    public static bool Is(T value) => IsPossible && value is null;
}
