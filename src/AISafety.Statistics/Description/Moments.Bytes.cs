using System.Buffers.Binary;

namespace AISafety.Statistics;

public readonly partial record struct Moments
{
    /// <summary>How many bytes <see cref="WriteTo"/> writes.</summary>
    public const int ByteCount = 64;

    /// <summary>Writes the moments as <see cref="ByteCount"/> bytes, little-endian, exactly: without an envelope, as a part of a larger format.</summary>
    /// <param name="target">Takes the bytes.</param>
    /// <exception cref="ArgumentException"><paramref name="target"/> is shorter.</exception>
    public void WriteTo(Span<byte> target)
    {
        if (target.Length < ByteCount)
        {
            throw new ArgumentException($"There is room for {target.Length} bytes; expected {ByteCount}.", nameof(target));
        }

        BinaryPrimitives.WriteInt64LittleEndian(target, Count);
        BinaryPrimitives.WriteInt64LittleEndian(target[8..], Missing);
        BinaryPrimitives.WriteDoubleLittleEndian(target[16..], _min);
        BinaryPrimitives.WriteDoubleLittleEndian(target[24..], _max);
        BinaryPrimitives.WriteDoubleLittleEndian(target[32..], _mean);
        BinaryPrimitives.WriteDoubleLittleEndian(target[40..], _second);
        BinaryPrimitives.WriteDoubleLittleEndian(target[48..], _third);
        BinaryPrimitives.WriteDoubleLittleEndian(target[56..], _fourth);
    }

    /// <summary>The moments that <see cref="WriteTo"/> wrote.</summary>
    /// <param name="bytes">At least <see cref="ByteCount"/> bytes.</param>
    /// <exception cref="SketchFormatException">The bytes are too few, or are not the moments of any values.</exception>
    public static Moments ReadFrom(ReadOnlySpan<byte> bytes)
    {
        SketchReader.Require(bytes.Length >= ByteCount, "The bytes are too few for moments.");
        Moments read = new(
            BinaryPrimitives.ReadInt64LittleEndian(bytes),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadDoubleLittleEndian(bytes[16..]),
            BinaryPrimitives.ReadDoubleLittleEndian(bytes[24..]),
            BinaryPrimitives.ReadDoubleLittleEndian(bytes[32..]),
            BinaryPrimitives.ReadDoubleLittleEndian(bytes[40..]),
            BinaryPrimitives.ReadDoubleLittleEndian(bytes[48..]),
            BinaryPrimitives.ReadDoubleLittleEndian(bytes[56..]));
        SketchReader.Require(read.Count >= 0 && read.Missing >= 0, "A count in the moments is negative.");
        SketchReader.Require(read.Count == 0 || read._min <= read._max, "The least value in the moments is not at most the greatest.");
        SketchReader.Require(!(read._second < 0) && !(read._fourth < 0), "A sum of even powers in the moments is negative.");
        SketchReader.Require(read.IsConsistent(), "The moments contradict each other: those of no values are 0, and a mean and a spread are within the least and the greatest value.");
        return read;
    }

    // But for what rounding leaves. Of values so far apart that fourth powers overflow, nothing is known.
    private bool IsConsistent()
    {
        if (Count == 0)
        {
            return _min == 0 && _max == 0 && _mean == 0 && _second == 0 && _third == 0 && _fourth == 0;
        }

        if (!double.IsFinite(_min) || !double.IsFinite(_max))
        {
            return !double.IsFinite(_mean);
        }

        double range = _max - _min;
        double slack = 1e-9 * Math.Max(Math.Abs(_min), Math.Abs(_max));
        bool mayOverflow = !(range < 1e75);
        return mayOverflow
            || (_mean >= _min - slack && _mean <= _max + slack && _second <= Count * (range + slack) * (range + slack) && double.IsFinite(_third) && double.IsFinite(_fourth));
    }
}
