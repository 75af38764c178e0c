namespace AISafety.Testing;

/// <summary>Makes an output of known kind one whose every number is NaN.</summary>
internal static class NotANumber
{
    /// <summary>The kinds that are known, for messages.</summary>
    public const string Known = "float, double, Half, float[], double[], ReadOnlyMemory<float> and Classification";

    /// <summary>The function, or null for a kind that is not known.</summary>
    public static Func<T, T>? Of<T>() =>
        Cast<T, float>(static _ => float.NaN)
        ?? Cast<T, double>(static _ => double.NaN)
        ?? Cast<T, Half>(static _ => Half.NaN)
        ?? Cast<T, float[]>(static values => Filled(values.Length, float.NaN))
        ?? Cast<T, double[]>(static values => Filled(values.Length, double.NaN))
        ?? Cast<T, ReadOnlyMemory<float>>(static values => Filled(values.Length, float.NaN))
        ?? Cast<T, Classification>(static answer => answer.Probabilities.IsEmpty ? default : Classification.TakeProbabilities(Filled(answer.Probabilities.Length, float.NaN)));

    private static Func<T, T>? Cast<T, TKnown>(Func<TKnown, TKnown> change) => typeof(T) == typeof(TKnown) ? (Func<T, T>)(object)change : null;

    private static T[] Filled<T>(int length, T value)
    {
        T[] values = new T[length];
        Array.Fill(values, value);
        return values;
    }
}
