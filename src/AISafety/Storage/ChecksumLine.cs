using System.Security.Cryptography;
using System.Text;

namespace AISafety.Storage;

/// <summary>Bytes with a line after them that has their SHA-256: one wrong bit anywhere, one byte too many or too few, and they are not read. It shows damage; it keeps nobody out who may write the file.</summary>
internal static class ChecksumLine
{
    // Two hexadecimal digits a byte, and the ends of both lines.
    private const int Length = (2 * SHA256.HashSizeInBytes) + 2;

    public static byte[] Append(ReadOnlySpan<byte> content) => [.. content, .. Of(content)];

    /// <exception cref="FormatException">The line is not that of what comes before it.</exception>
    public static ReadOnlySpan<byte> Remove(ReadOnlySpan<byte> bytes) =>
        bytes.Length > Length && Of(bytes[..^Length]).AsSpan().SequenceEqual(bytes[^Length..])
            ? bytes[..^Length]
            : throw new FormatException("it was cut short or altered: its checksum is wrong");

    private static byte[] Of(ReadOnlySpan<byte> content) => Encoding.ASCII.GetBytes($"\n{Convert.ToHexStringLower(SHA256.HashData(content))}\n");
}
