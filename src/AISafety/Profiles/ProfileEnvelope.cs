using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace AISafety.Profiles;

/// <summary>What a profile's file has around its content, little-endian: eight bytes that name it, format version, length of the content, content, SHA-256 of all that comes before.</summary>
/// <remarks>The hash finds damage and careless changes, not a forger, who would write a new one: sign the file where that matters.</remarks>
internal static class ProfileEnvelope
{
    public const int Version = 1;
    public const int HeaderSize = 8 + 4 + 8;

    private static ReadOnlySpan<byte> Magic => "AISPROF\0"u8;

    /// <summary>Writes the header; the length is filled in by <see cref="Seal"/>.</summary>
    public static void Begin(Span<byte> header)
    {
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], Version);
        BinaryPrimitives.WriteInt64LittleEndian(header[12..], 0);
    }

    /// <summary>The whole, with length and hash.</summary>
    public static byte[] Seal(ReadOnlySpan<byte> headerAndContent)
    {
        byte[] sealedBytes = new byte[headerAndContent.Length + SHA256.HashSizeInBytes];
        headerAndContent.CopyTo(sealedBytes);
        BinaryPrimitives.WriteInt64LittleEndian(sealedBytes.AsSpan(12), headerAndContent.Length - HeaderSize);
        SHA256.HashData(sealedBytes.AsSpan(0, headerAndContent.Length), sealedBytes.AsSpan(headerAndContent.Length));
        return sealedBytes;
    }

    /// <summary>The content.</summary>
    /// <exception cref="ReferenceProfileFormatException">The bytes are not a whole profile of a version that can be read.</exception>
    public static ReadOnlySpan<byte> Open(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || !bytes[..Math.Min(bytes.Length, Magic.Length)].SequenceEqual(Magic[..Math.Min(bytes.Length, Magic.Length)]))
        {
            throw new ReferenceProfileFormatException("This is not a reference profile: it does not begin like one.");
        }

        if (bytes.Length < HeaderSize + SHA256.HashSizeInBytes)
        {
            throw CutShort(bytes.Length, HeaderSize + SHA256.HashSizeInBytes);
        }

        int version = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        if (version is < 1 or > Version)
        {
            throw new ReferenceProfileFormatException(Text(
                $"The reference profile is in format version {version}; this version of AISafety reads up to version {Version}. Use a later AISafety, or fit the profile anew."));
        }

        long length = BinaryPrimitives.ReadInt64LittleEndian(bytes[12..]);
        long expected = bytes.Length - HeaderSize - SHA256.HashSizeInBytes;
        if (length > expected)
        {
            throw CutShort(bytes.Length, (double)length + HeaderSize + SHA256.HashSizeInBytes);
        }

        if (length < expected)
        {
            throw new ReferenceProfileFormatException("The reference profile was altered: there is more than the length that it states.");
        }

        return SHA256.HashData(bytes[..^SHA256.HashSizeInBytes]).AsSpan().SequenceEqual(bytes[^SHA256.HashSizeInBytes..])
            ? bytes[HeaderSize..^SHA256.HashSizeInBytes]
            : throw new ReferenceProfileFormatException("The reference profile was altered: its checksum is wrong.");
    }

    private static ReferenceProfileFormatException CutShort(int length, double expected) =>
        new(Text($"The reference profile was cut short: there are {length} bytes; expected {expected:f0}."));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
