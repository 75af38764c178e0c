using System.IO.Compression;

namespace AISafety.MLNet;

/// <summary>Compares what is in a zip with its checksums, which neither .NET nor ML.NET does.</summary>
/// <remarks>A model with a wrong bit can load, and answer wrongly or never: the nodes of a tree that point back make an endless loop.</remarks>
internal static class ZipCheck
{
    private static readonly uint[] _table = [.. Enumerable.Range(0, 256).Select(i => Divide((uint)i))];

    /// <summary>What is wrong with a zip; null if nothing is.</summary>
    public static string? Fault(Stream zip)
    {
        try
        {
            using ZipArchive archive = new(zip, ZipArchiveMode.Read, leaveOpen: true);
            byte[] block = new byte[1 << 16];
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                using Stream content = entry.Open();
                uint sum = uint.MaxValue;
                long length = 0;
                for (int read = content.Read(block); read > 0; read = content.Read(block))
                {
                    sum = Add(sum, block.AsSpan(0, read));
                    length += read;
                }

                if (~sum != entry.Crc32 || length != entry.Length)
                {
                    return $"it is damaged: '{entry.FullName}' in it does not have the checksum that it should have.";
                }
            }

            return archive.Entries.Count == 0 ? "it is a zip without content; expected what MLContext.Model.Save writes." : null;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            return $"it is damaged, or was cut short: {exception.Message}";
        }
    }

    /// <summary>The CRC-32 of ISO 3309, byte by byte.</summary>
    private static uint Add(uint sum, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            sum = _table[(byte)(sum ^ value)] ^ (sum >> 8);
        }

        return sum;
    }

    private static uint Divide(uint value)
    {
        for (int bit = 0; bit < 8; bit++)
        {
            value = (value & 1) != 0 ? 0xEDB88320u ^ (value >> 1) : value >> 1;
        }

        return value;
    }
}
