using System.Buffers;

namespace AISafety.Statistics;

/// <summary>KLL: quantiles and ranks of a stream of any length in a few kilobytes, within a stated error of rank. Mergeable in any order.</summary>
/// <remarks>
/// <para>Level h holds values that stand for 2^h each; a full level is sorted, and every second value, from the first or the second at random, moves
/// up. The top level has room for k, each one below for 2/3 of that, at least 8. With 99 % probability an estimated rank is within 2.3 / k^0.97 of
/// the true one as a share of the count: 1.35 % at k = 200, 0.28 % at k = 1000; a merged sketch has the same error as one of the whole. Least and
/// greatest value and the count are exact.</para>
/// <para>NaN means missing: counted, otherwise passed over. Infinities are values like others. The same values, seed and order of merging give the
/// same sketch. Not thread-safe. Source: Z. Karnin, K. Lang, E. Liberty, Optimal quantile approximation in streams, FOCS 2016.</para>
/// </remarks>
public sealed class KllSketch
{
    private const int LeastCapacity = 8;
    private const int MostLevels = 60;

    private readonly List<KllLevel> _levels = [];
    private ulong _random;
    private KllLevel _bottom;

    /// <summary>Makes an empty sketch.</summary>
    /// <param name="k">The room of the top level; 8 to 65,535. About 3 k values are held.</param>
    /// <param name="seed">Of the random choices. Sketches that will be merged should have different seeds.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is out of its range.</exception>
    public KllSketch(int k = 200, int seed = 1)
    {
        K = StreamRange.Count(k, LeastCapacity, ushort.MaxValue);
        _random = 0x9E3779B97F4A7C15UL * ((ulong)(uint)seed + 1);
        _bottom = Grow();
    }

    /// <summary>The room of the top level.</summary>
    public int K { get; }

    /// <summary>How many values there were, without the missing ones.</summary>
    public long Count { get; private set; }

    /// <summary>How many values were NaN.</summary>
    public long MissingCount { get; private set; }

    /// <summary>The least value, exactly; NaN if there is none.</summary>
    public double Min { get; private set; } = double.NaN;

    /// <summary>The greatest value, exactly; NaN if there is none.</summary>
    public double Max { get; private set; } = double.NaN;

    /// <summary>How many values are held.</summary>
    public int RetainedCount => _levels.Sum(level => level.Count);

    /// <summary>The error of a rank, as a share of the count, that is exceeded with a probability of 1 %.</summary>
    public double RankError => 2.3 / Math.Pow(K, 0.97);

    /// <summary>Takes a value.</summary>
    /// <param name="value">The value; NaN if it is missing.</param>
    public void Update(double value)
    {
        if (double.IsNaN(value))
        {
            MissingCount++;
            return;
        }

        if (Count++ == 0)
        {
            Min = Max = value;
        }
        else if (value < Min)
        {
            Min = value;
        }
        else if (value > Max)
        {
            Max = value;
        }

        if (_bottom.Append(value))
        {
            Compress();
        }
    }

    /// <summary>Takes all that another sketch took. The other stays as it is.</summary>
    /// <param name="other">A sketch of the same k; not this one.</param>
    /// <exception cref="ArgumentException">The other's k differs, or it is this sketch.</exception>
    public void Merge(KllSketch other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (ReferenceEquals(other, this) || other.K != K)
        {
            throw new ArgumentException("Expected another sketch, and of the same k.", nameof(other));
        }

        MissingCount += other.MissingCount;
        if (other.Count == 0)
        {
            return;
        }

        Min = Count == 0 ? other.Min : Math.Min(Min, other.Min);
        Max = Count == 0 ? other.Max : Math.Max(Max, other.Max);
        Count += other.Count;
        while (_levels.Count < other._levels.Count)
        {
            Grow();
        }

        for (int h = 0; h < other._levels.Count; h++)
        {
            _levels[h].AppendAll(other._levels[h].Values);
        }

        Compress();
    }

    /// <summary>The estimated share of values that are at most <paramref name="value"/>, 0 to 1.</summary>
    /// <param name="value">Any number.</param>
    /// <returns>NaN if <paramref name="value"/> is NaN or there is no value.</returns>
    public double Rank(double value)
    {
        if (Count == 0 || double.IsNaN(value))
        {
            return double.NaN;
        }

        long below = 0;
        for (int h = 0; h < _levels.Count; h++)
        {
            long here = 0;
            foreach (double held in _levels[h].Values)
            {
                here += held <= value ? 1 : 0;
            }

            below += here << h;
        }

        return (double)below / Count;
    }

    /// <summary>The value at a share of the sorted values: the least held value whose estimated rank is at least <paramref name="share"/>.</summary>
    /// <param name="share">0 (gives <see cref="Min"/>) to 1 (gives <see cref="Max"/>).</param>
    /// <returns>NaN if there is no value.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> is out of its range.</exception>
    public double Quantile(double share)
    {
        if (!(share is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "Expected a share of 0 to 1.");
        }

        if (Count == 0 || share is 0 or 1)
        {
            return share == 0 ? Min : Max;
        }

        int held = RetainedCount;
        double[] values = ArrayPool<double>.Shared.Rent(held);
        long[] weights = ArrayPool<long>.Shared.Rent(held);
        int at = 0;
        for (int h = 0; h < _levels.Count; h++)
        {
            ReadOnlySpan<double> level = _levels[h].Values;
            level.CopyTo(values.AsSpan(at));
            weights.AsSpan(at, level.Length).Fill(1L << h);
            at += level.Length;
        }

        Array.Sort(values, weights, 0, held);
        double wanted = share * Count;
        long below = 0;
        int i = 0;
        while (i < held - 1 && (below += weights[i]) < wanted)
        {
            i++;
        }

        double quantile = values[i];
        ArrayPool<double>.Shared.Return(values);
        ArrayPool<long>.Shared.Return(weights);
        return quantile;
    }

    /// <summary>The sketch as bytes, in a format with version, length and checksum.</summary>
    public byte[] ToBytes()
    {
        SketchWriter writer = new(SketchKind.Kll);
        writer.Write(K);
        writer.Write((long)_random);
        writer.Write(Count);
        writer.Write(MissingCount);
        writer.Write(Min);
        writer.Write(Max);
        writer.Write(_levels.Count);
        foreach (KllLevel level in _levels)
        {
            writer.Write(level.Count);
            foreach (double value in level.Values)
            {
                writer.Write(value);
            }
        }

        return writer.Finish();
    }

    /// <summary>The sketch that <see cref="ToBytes"/> wrote; it goes on exactly as the first would have.</summary>
    /// <exception cref="SketchFormatException">The bytes are not such a sketch.</exception>
    public static KllSketch FromBytes(ReadOnlySpan<byte> bytes)
    {
        SketchReader reader = new(bytes, SketchKind.Kll);
        KllSketch sketch = new(reader.Int32(LeastCapacity, ushort.MaxValue)) { _random = (ulong)reader.Int64() };
        sketch.Count = reader.Count();
        sketch.MissingCount = reader.Count();
        sketch.Min = reader.Double();
        sketch.Max = reader.Double();
        int levels = reader.Int32(1, MostLevels);
        while (sketch._levels.Count < levels)
        {
            sketch.Grow();
        }

        UInt128 weight = 0;
        for (int h = 0; h < levels; h++)
        {
            KllLevel level = sketch._levels[h];
            int count = reader.Int32(0, level.Capacity - 1);
            weight += (UInt128)(uint)count << h;
            for (int i = 0; i < count; i++)
            {
                double value = reader.Double();
                SketchReader.Require(value >= sketch.Min && value <= sketch.Max, "A value in the sketch is out of its range.");
                SketchReader.Require(h == 0 || i == 0 || value >= level.Values[i - 1], "The values of a level are not in order.");
                level.Append(value);
            }
        }

        SketchReader.Require(weight == (UInt128)sketch.Count, "The values in the sketch do not add up to its count.");
        SketchReader.Require(sketch.Count > 0 || (double.IsNaN(sketch.Min) && double.IsNaN(sketch.Max)), "An empty sketch has no range.");
        reader.RequireEnd();
        return sketch;
    }

    private KllLevel Grow()
    {
        _levels.Add(new());
        _bottom = _levels[0];
        double room = K;
        for (int h = _levels.Count - 1; h >= 0; h--)
        {
            _levels[h].Capacity = Math.Max(LeastCapacity, (int)Math.Ceiling(room));
            room *= 2.0 / 3;
        }

        return _bottom;
    }

    private void Compress()
    {
        for (int h = 0; h < _levels.Count; h++)
        {
            if (_levels[h].Count >= _levels[h].Capacity)
            {
                if (h + 1 == _levels.Count)
                {
                    // All levels below have less room from now on.
                    Grow();
                    h = -1;
                    continue;
                }

                _random ^= _random >> 12;
                _random ^= _random << 25;
                _random ^= _random >> 27;
                _levels[h].PromoteHalf(_levels[h + 1], (int)((_random * 0x2545F4914F6CDD1DUL) >> 63), isSorted: h > 0);
            }
        }
    }
}
