namespace AISafety;

/// <summary>Copies inputs and answers that outlive their call: the caller, or the model, may write into the original.</summary>
internal static class OwnCopy
{
    /// <summary>Copies arrays and the common blocks of memory; gives other types back as they are.</summary>
    public static Func<T, T> For<T>() =>
        typeof(T).IsArray ? static value => value is Array array ? (T)array.Clone() : value
        : Of<T, ReadOnlyMemory<float>>(static memory => memory.ToArray())
        ?? Of<T, Memory<float>>(static memory => memory.ToArray())
        ?? Of<T, ReadOnlyMemory<double>>(static memory => memory.ToArray())
        ?? Of<T, Memory<double>>(static memory => memory.ToArray())
        ?? Of<T, ReadOnlyMemory<byte>>(static memory => memory.ToArray())
        ?? Of<T, ReadOnlyMemory<char>>(static memory => memory.ToArray())
        ?? (static value => value);

    private static Func<T, T>? Of<T, TKnown>(Func<TKnown, TKnown> copy) => copy as Func<T, T>;
}
