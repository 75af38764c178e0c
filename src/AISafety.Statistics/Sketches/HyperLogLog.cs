using System.Numerics;
using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>HyperLogLog: how many different items a stream held, in 2^p bytes. Merging is exact, in any order and with overlap.</summary>
/// <remarks>
/// <para>Of a 64-bit hash, p bits choose a register, which keeps the greatest position of the first one among the others. The standard error
/// is 1.04 / sqrt(2^p): 0.81 % at p = 14. The estimate is Ertl's corrected one, which has no bias over the whole range and needs no tables nor a
/// switch of methods. Items are hashed by the package's own mixer, which is part of the format.</para>
/// <para>Not thread-safe. Sources: P. Flajolet, É. Fusy, O. Gandouet, F. Meunier, HyperLogLog, AofA 2007; O. Ertl, New cardinality estimation
/// algorithms for HyperLogLog sketches, 2017, algorithm 6.</para>
/// </remarks>
public sealed class HyperLogLog
{
    private readonly byte[] _registers;

    /// <summary>Makes an empty sketch.</summary>
    /// <param name="precision">p; 4 to 18.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="precision"/> is out of its range.</exception>
    public HyperLogLog(int precision = 14)
    {
        Precision = StreamRange.Count(precision, 4, 18);
        _registers = new byte[1 << precision];
    }

    /// <summary>p.</summary>
    public int Precision { get; }

    /// <summary>The standard error of <see cref="Estimate"/>, as a share of the truth.</summary>
    public double StandardError => 1.04 / Math.Sqrt(_registers.Length);

    /// <summary>Takes an item that is a number.</summary>
    public void Add(long item) => AddHash(ItemHash.Of(item));

    /// <summary>Takes an item of bytes, such as a text in UTF-8; may be empty.</summary>
    public void Add(ReadOnlySpan<byte> item) => AddHash(ItemHash.Of(item));

    /// <summary>Takes all that another sketch took. The other stays as it is.</summary>
    /// <param name="other">A sketch of the same precision.</param>
    /// <exception cref="ArgumentException">The other's precision differs.</exception>
    public void Merge(HyperLogLog other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Precision != Precision)
        {
            throw new ArgumentException("Expected a sketch of the same precision.", nameof(other));
        }

        TensorPrimitives.Max<byte>(_registers, other._registers, _registers);
    }

    /// <summary>How many different items there were, about; 0 if there was none. O(2^p).</summary>
    public double Estimate()
    {
        int most = 64 - Precision;
        Span<int> counts = stackalloc int[66];
        counts.Clear();
        foreach (byte register in _registers)
        {
            counts[register]++;
        }

        double size = _registers.Length;
        double sum = size * Tau(1 - (counts[most + 1] / size));
        for (int k = most; k >= 1; k--)
        {
            sum = 0.5 * (sum + counts[k]);
        }

        sum += size * Sigma(counts[0] / size);
        return size * size / (2 * Math.Log(2) * sum);
    }

    /// <summary>The sketch as bytes, in a format with version, length and checksum.</summary>
    public byte[] ToBytes()
    {
        SketchWriter writer = new(SketchKind.HyperLogLog);
        writer.Write(Precision);
        writer.Write(_registers);
        return writer.Finish();
    }

    /// <summary>The sketch that <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="SketchFormatException">The bytes are not such a sketch.</exception>
    public static HyperLogLog FromBytes(ReadOnlySpan<byte> bytes)
    {
        SketchReader reader = new(bytes, SketchKind.HyperLogLog);
        int precision = reader.Int32(4, 18);
        ReadOnlySpan<byte> registers = reader.Take(1 << precision);
        reader.RequireEnd();
        HyperLogLog sketch = new(precision);
        foreach (byte register in registers)
        {
            SketchReader.Require(register <= 65 - precision, "A register in the sketch is out of its range.");
        }

        registers.CopyTo(sketch._registers);
        return sketch;
    }

    private void AddHash(ulong hash)
    {
        int at = (int)(hash >> (64 - Precision));

        // The bit below the others stops the count at 64 - p + 1.
        ulong others = (hash << Precision) | (1UL << (Precision - 1));
        byte position = (byte)(BitOperations.LeadingZeroCount(others) + 1);
        if (position > _registers[at])
        {
            _registers[at] = position;
        }
    }

    private static double Sigma(double x)
    {
        if (x == 1)
        {
            return double.PositiveInfinity;
        }

        double y = 1;
        double z = x;
        double before;
        do
        {
            x *= x;
            before = z;
            z += x * y;
            y += y;
        }
        while (z != before);
        return z;
    }

    private static double Tau(double x)
    {
        if (x is 0 or 1)
        {
            return 0;
        }

        double y = 1;
        double z = 1 - x;
        double before;
        do
        {
            x = Math.Sqrt(x);
            before = z;
            y *= 0.5;
            z -= (1 - x) * (1 - x) * y;
        }
        while (z != before);
        return z / 3;
    }
}
