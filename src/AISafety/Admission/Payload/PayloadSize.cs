using System.Text;

namespace AISafety.Payload;

/// <summary>Sizes of common inputs, for <c>AddPayloadLimit</c>: <c>AddPayloadLimit(PayloadSize.Characters, 10_000)</c>. Null where there is nothing to measure, which the guard denies.</summary>
public static class PayloadSize
{
    /// <summary>The characters (UTF-16 code units) of a text.</summary>
    public static long? Characters(string text) => text?.Length;

    /// <summary>The bytes of a text in UTF-8. Takes time in proportion to its length: put a limit on <see cref="Characters"/> before it.</summary>
    public static long? Utf8Bytes(string text) => text is null ? null : Encoding.UTF8.GetByteCount(text);

    /// <summary>The elements of an array.</summary>
    public static long? Elements<T>(T[] array) => array?.LongLength;

    /// <summary>The elements of a block of memory.</summary>
    public static long? Elements<T>(ReadOnlyMemory<T> memory) => memory.Length;

    /// <summary>The elements of a block of memory.</summary>
    public static long? Elements<T>(Memory<T> memory) => memory.Length;

    /// <summary>The bytes of an array of numbers, characters or booleans.</summary>
    public static long? Bytes<T>(T[] array)
        where T : unmanaged => array is null ? null : array.LongLength * Size<T>.Bytes;

    /// <summary>The bytes of a block of memory of numbers, characters or booleans.</summary>
    public static long? Bytes<T>(ReadOnlyMemory<T> memory)
        where T : unmanaged => (long)memory.Length * Size<T>.Bytes;

    /// <summary>The bytes of a block of memory of numbers, characters or booleans.</summary>
    public static long? Bytes<T>(Memory<T> memory)
        where T : unmanaged => (long)memory.Length * Size<T>.Bytes;

    private static class Size<T>
        where T : unmanaged
    {
        // Of a type that is not primitive this throws, and the call is denied.
        public static readonly int Bytes = Buffer.ByteLength(new T[1]);
    }
}
