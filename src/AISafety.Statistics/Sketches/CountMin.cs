using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>Count-Min: how often each item occurred, never too little and seldom too much. Merging is exact, in any order.</summary>
/// <remarks>
/// <para>d = ceil(ln(1 / delta)) rows of w = ceil(e / epsilon) counters; an item adds to one of each row and is answered by the least. With N the sum of
/// all counts, an estimate exceeds the truth by more than epsilon N with probability delta at most. Items are hashed by the package's own mixer, which is
/// part of the format.</para>
/// <para>Not thread-safe. Source: G. Cormode and S. Muthukrishnan, An improved data stream summary: the count-min sketch, Journal of
/// Algorithms 2005.</para>
/// </remarks>
public sealed class CountMin
{
    private const int MostCounters = 1 << 26;

    // From row to row, before an item's hash is mixed once more; part of the format.
    private const ulong Step = SplitMix64.Step;

    private readonly long[] _counters;

    /// <summary>Makes an empty sketch.</summary>
    /// <param name="epsilon">The excess that is seldom exceeded, as a share of the sum of all counts; more than 0, less than 1.</param>
    /// <param name="delta">How seldom; more than 0, less than 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range, or there would be more than 2^26 counters.</exception>
    public CountMin(double epsilon = 0.001, double delta = 0.01)
    {
        double width = Math.Ceiling(Math.E / StreamRange.Rate(epsilon));
        double depth = Math.Ceiling(Math.Log(1 / StreamRange.Rate(delta)));
        if (width * depth > MostCounters)
        {
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "Expected an error that 2^26 counters can keep.");
        }

        Width = (int)width;
        Depth = Math.Max(1, (int)depth);
        _counters = new long[Width * Depth];
    }

    private CountMin(int width, int depth)
    {
        Width = width;
        Depth = depth;
        _counters = new long[width * depth];
    }

    /// <summary>w, counters in a row.</summary>
    public int Width { get; }

    /// <summary>d, rows.</summary>
    public int Depth { get; }

    /// <summary>N, the sum of all counts.</summary>
    public long Total { get; private set; }

    /// <summary>Takes an item that is a number.</summary>
    /// <param name="item">The item.</param>
    /// <param name="count">How often; 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    /// <exception cref="OverflowException">The sum of all counts would exceed a long. Nothing was changed.</exception>
    public void Add(long item, long count = 1) => AddHash(ItemHash.Of(item), count);

    /// <summary>Takes an item of bytes, such as a text in UTF-8; may be empty.</summary>
    /// <inheritdoc cref="Add(long, long)"/>
    public void Add(ReadOnlySpan<byte> item, long count = 1) => AddHash(ItemHash.Of(item), count);

    /// <summary>How often an item that is a number occurred, or more.</summary>
    public long Estimate(long item) => EstimateHash(ItemHash.Of(item));

    /// <summary>How often an item of bytes occurred, or more.</summary>
    public long Estimate(ReadOnlySpan<byte> item) => EstimateHash(ItemHash.Of(item));

    /// <summary>Takes all that another sketch took. The other stays as it is.</summary>
    /// <param name="other">A sketch of the same size.</param>
    /// <exception cref="ArgumentException">The other's size differs.</exception>
    /// <exception cref="OverflowException">The sum of all counts would exceed a long. Nothing was changed.</exception>
    public void Merge(CountMin other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Width != Width || other.Depth != Depth)
        {
            throw new ArgumentException("Expected a sketch of the same size.", nameof(other));
        }

        Total = checked(Total + other.Total);
        TensorPrimitives.Add<long>(_counters, other._counters, _counters);
    }

    /// <summary>The sketch as bytes, in a format with version, length and checksum.</summary>
    public byte[] ToBytes()
    {
        SketchWriter writer = new(SketchKind.CountMin);
        writer.Write(Width);
        writer.Write(Depth);
        writer.Write(Total);
        foreach (long counter in _counters)
        {
            writer.Write(counter);
        }

        return writer.Finish();
    }

    /// <summary>The sketch that <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="SketchFormatException">The bytes are not such a sketch.</exception>
    public static CountMin FromBytes(ReadOnlySpan<byte> bytes)
    {
        SketchReader reader = new(bytes, SketchKind.CountMin);
        int width = reader.Int32(1, MostCounters);
        int depth = reader.Int32(1, MostCounters / width);
        long total = reader.Count();
        SketchReader.Require(reader.Remaining == 8L * width * depth, "The sketch's content has not the length of its counters.");
        CountMin sketch = new(width, depth) { Total = total };
        for (int row = 0; row < depth; row++)
        {
            long left = total;
            for (int i = 0; i < width; i++)
            {
                long counter = reader.Count();
                SketchReader.Require(counter <= left, "The counters of a row do not add up to the sum of all counts.");
                left -= counter;
                sketch._counters[(row * width) + i] = counter;
            }

            SketchReader.Require(left == 0, "The counters of a row do not add up to the sum of all counts.");
        }

        return sketch;
    }

    private void AddHash(ulong hash, long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Total = checked(Total + count);
        int width = Width;
        Span<long> rest = _counters;
        for (ulong mixed = hash + Step; rest.Length > 0; mixed += Step, rest = rest[width..])
        {
            rest[Place(mixed, width)] += count;
        }
    }

    private long EstimateHash(ulong hash)
    {
        long least = long.MaxValue;
        int width = Width;
        ReadOnlySpan<long> rest = _counters;
        for (ulong mixed = hash + Step; rest.Length > 0; mixed += Step, rest = rest[width..])
        {
            least = Math.Min(least, rest[Place(mixed, width)]);
        }

        return least;
    }

    private static int Place(ulong mixed, int width) => (int)Math.BigMul(SplitMix64.Mix(mixed), (ulong)width, out _);
}
