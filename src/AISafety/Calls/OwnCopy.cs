namespace AISafety;

/// <summary>Copies inputs and answers that outlive their call: the caller, or the model, may write into the original.</summary>
internal static class OwnCopy
{
    /// <summary>Copies arrays, and blocks of memory of numbers, characters, booleans and text; gives other types back as they are.</summary>
    public static Func<T, T> For<T>()
    {
        if (typeof(T).IsArray)
        {
            return static value => value is Array array ? (T)array.Clone() : value;
        }

        // Written out, because what is made by reflection is not there when compiled ahead of time.
        return Memory<T, float>() ?? Memory<T, double>() ?? Memory<T, Half>() ?? Memory<T, decimal>()
            ?? Memory<T, byte>() ?? Memory<T, sbyte>() ?? Memory<T, short>() ?? Memory<T, ushort>()
            ?? Memory<T, int>() ?? Memory<T, uint>() ?? Memory<T, long>() ?? Memory<T, ulong>()
            ?? Memory<T, bool>() ?? Memory<T, char>() ?? Memory<T, string>()
            ?? (static value => value);
    }

    private static Func<T, T>? Memory<T, TElement>() =>
        typeof(T) == typeof(ReadOnlyMemory<TElement>) ? Cast<ReadOnlyMemory<TElement>, T>(static memory => memory.ToArray())
        : typeof(T) == typeof(Memory<TElement>) ? Cast<Memory<TElement>, T>(static memory => memory.ToArray())
        : null;

    private static Func<T, T> Cast<TKnown, T>(Func<TKnown, TKnown> copy) => (Func<T, T>)(object)copy;
}
