namespace AISafety;

/// <summary>Copies what would otherwise still belong to the caller when the call is over.</summary>
internal static class InputCopy
{
    /// <summary>Copies arrays and blocks of memory; gives other types back as they are.</summary>
    public static Func<T, T> For<T>()
    {
        if (typeof(T).IsArray)
        {
            return static input => input is Array array ? (T)array.Clone() : input;
        }

        return typeof(T) == typeof(ReadOnlyMemory<float>) ? Cast<ReadOnlyMemory<float>, T>(static memory => memory.ToArray())
            : typeof(T) == typeof(Memory<float>) ? Cast<Memory<float>, T>(static memory => memory.ToArray())
            : typeof(T) == typeof(ReadOnlyMemory<double>) ? Cast<ReadOnlyMemory<double>, T>(static memory => memory.ToArray())
            : typeof(T) == typeof(ReadOnlyMemory<byte>) ? Cast<ReadOnlyMemory<byte>, T>(static memory => memory.ToArray())
            : typeof(T) == typeof(ReadOnlyMemory<char>) ? Cast<ReadOnlyMemory<char>, T>(static memory => memory.ToArray())
            : static input => input;
    }

    private static Func<T, T> Cast<TKnown, T>(Func<TKnown, TKnown> copy) => (Func<T, T>)(object)copy;
}
