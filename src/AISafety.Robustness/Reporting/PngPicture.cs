using System.Buffers.Binary;
using System.IO.Compression;
using AISafety.Adversarial;

namespace AISafety.Robustness.Reporting;

/// <summary>Writes rows as PNG pictures, 8 bits a channel, grey or colours; as text for an address that is the picture itself.</summary>
/// <remarks>Format: W3C, Portable Network Graphics, second edition: signature, IHDR, IDAT with filter 0 on each line, IEND; checksums by ISO 3309's polynomial.</remarks>
internal static class PngPicture
{
    private static readonly uint[] Table = MakeTable();

    /// <summary>A row as a picture: <paramref name="black"/> and below is black, <paramref name="white"/> and above white.</summary>
    public static string Address(ReadOnlySpan<float> row, ImageShape shape, float black, float white)
    {
        using MemoryStream file = new();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Span<byte> header = stackalloc byte[13];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, shape.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], shape.Height);
        header[8] = 8;
        header[9] = shape.Channels == 3 ? (byte)2 : (byte)0;
        Chunk(file, "IHDR"u8, header);
        Chunk(file, "IDAT"u8, Pack(row, shape, black, white));
        Chunk(file, "IEND"u8, []);
        return "data:image/png;base64," + Convert.ToBase64String(file.ToArray());
    }

    private static byte[] Pack(ReadOnlySpan<float> row, ImageShape shape, float black, float white)
    {
        using MemoryStream packed = new();
        using (ZLibStream zlib = new(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            byte[] line = new byte[1 + (shape.Width * shape.Channels)];
            for (int y = 0; y < shape.Height; y++)
            {
                for (int x = 0; x < shape.Width; x++)
                {
                    for (int channel = 0; channel < shape.Channels; channel++)
                    {
                        float light = (row[shape.Index(channel, y, x)] - black) / (white - black);
                        line[1 + (x * shape.Channels) + channel] = (byte)Math.Round(255 * Math.Clamp(float.IsNaN(light) ? 0 : light, 0, 1));
                    }
                }

                zlib.Write(line);
            }
        }

        return packed.ToArray();
    }

    private static void Chunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(type);
        file.Write(content);
        uint sum = Update(Update(uint.MaxValue, type), content);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~sum);
        file.Write(number);
    }

    private static uint Update(uint sum, ReadOnlySpan<byte> bytes)
    {
        foreach (byte one in bytes)
        {
            sum = Table[(byte)(sum ^ one)] ^ (sum >> 8);
        }

        return sum;
    }

    private static uint[] MakeTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & 1) == 0 ? value >> 1 : 0xEDB88320 ^ (value >> 1);
            }

            table[i] = value;
        }

        return table;
    }
}
