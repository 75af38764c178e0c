using System.Buffers.Binary;

namespace AISafety.Statistics;

/// <summary>Reads what <see cref="SketchWriter"/> wrote. The envelope is checked first, so that only a sketch's own rules are left to check.</summary>
internal ref struct SketchReader
{
    private ReadOnlySpan<byte> _rest;

    /// <exception cref="SketchFormatException">The envelope is not right.</exception>
    public SketchReader(ReadOnlySpan<byte> bytes, SketchKind kind)
    {
        Require(bytes.Length >= SketchWriter.HeaderSize + 4, "The bytes are too few for a sketch.");
        Require(BinaryPrimitives.ReadUInt32LittleEndian(bytes) == SketchWriter.Magic, "The bytes do not begin like a sketch.");
        ushort version = BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..]);
        SketchKind found = (SketchKind)BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]);
        if (version != SketchWriter.Version || found != kind)
        {
            throw new SketchFormatException(
                $"The sketch is of kind {found} in format version {version}; expected {kind} in version {SketchWriter.Version}.");
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        Require(length == bytes.Length - SketchWriter.HeaderSize - 4, "The sketch's length is not the one that it states.");
        uint checksum = BinaryPrimitives.ReadUInt32LittleEndian(bytes[^4..]);
        Require(checksum == SketchWriter.Checksum(bytes[..^4]), "The sketch's checksum is wrong: the bytes are damaged.");
        _rest = bytes[SketchWriter.HeaderSize..^4];
    }

    public readonly int Remaining => _rest.Length;

    public static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new SketchFormatException(message);
        }
    }

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public double Double() => BitConverter.Int64BitsToDouble(Int64());

    /// <summary>A number that must be from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public int Int32(int least, int most)
    {
        int value = Int32();
        Require(value >= least && value <= most, "A number in the sketch is out of its range.");
        return value;
    }

    /// <summary>A number that must be 0 or more.</summary>
    public long Count()
    {
        long value = Int64();
        Require(value >= 0, "A count in the sketch is negative.");
        return value;
    }

    public ReadOnlySpan<byte> Take(int count)
    {
        Require(count >= 0 && count <= _rest.Length, "The sketch's content ends too early.");
        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    public readonly void RequireEnd() => Require(_rest.IsEmpty, "There is more in the sketch than belongs to it.");
}
