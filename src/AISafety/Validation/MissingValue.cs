namespace AISafety.Validation;

/// <summary>What counts as missing in a property of type <typeparamref name="TValue"/>: null, and NaN.</summary>
internal static class MissingValue<TValue>
{
    // Chosen once a type: testing "value is double" or "value is null" on every call would box in code that is not optimised.
    private static readonly Func<TValue, bool> _test = MakeTest();

    public static bool Is(TValue value) => _test(value);

    private static Func<TValue, bool> MakeTest()
    {
        if (typeof(TValue) == typeof(double))
        {
            return (Func<TValue, bool>)(object)(Func<double, bool>)double.IsNaN;
        }

        if (typeof(TValue) == typeof(float))
        {
            return (Func<TValue, bool>)(object)(Func<float, bool>)float.IsNaN;
        }

        if (typeof(TValue) == typeof(Half))
        {
            return (Func<TValue, bool>)(object)(Func<Half, bool>)Half.IsNaN;
        }

        return typeof(TValue).IsValueType && Nullable.GetUnderlyingType(typeof(TValue)) is null
            ? static _ => false
            : static value => value is null or double.NaN or float.NaN || (value is Half half && Half.IsNaN(half));
    }
}
