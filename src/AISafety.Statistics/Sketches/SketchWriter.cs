using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;

namespace AISafety.Statistics;

/// <summary>Writes the envelope that all sketches share, little-endian: "AISK", version, kind, length of the content, content, CRC-32C of all
/// that comes before it.</summary>
internal sealed class SketchWriter
{
    public const uint Magic = 0x4B534941;
    public const ushort Version = 1;
    public const int HeaderSize = 12;

    private readonly ArrayBufferWriter<byte> _bytes = new(256);

    public SketchWriter(SketchKind kind)
    {
        Write(Magic);
        Write(Version | ((uint)kind << 16));
        Write(0);
    }

    public void Write(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.GetSpan(4), value);
        _bytes.Advance(4);
    }

    public void Write(int value) => Write((uint)value);

    public void Write(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.GetSpan(8), value);
        _bytes.Advance(8);
    }

    public void Write(double value) => Write(BitConverter.DoubleToInt64Bits(value));

    public void Write(ReadOnlySpan<byte> values) => _bytes.Write(values);

    public byte[] Finish()
    {
        byte[] bytes = new byte[_bytes.WrittenCount + 4];
        _bytes.WrittenSpan.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), bytes.Length - 4 - HeaderSize);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - 4), Checksum(bytes.AsSpan(0, bytes.Length - 4)));
        return bytes;
    }

    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (byte one in bytes)
        {
            crc = BitOperations.Crc32C(crc, one);
        }

        return ~crc;
    }
}
