using System.Buffers;
using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>KLL: quantiles and ranks of a stream of any length in a few kilobytes, within a stated error of rank. Mergeable in any order.</summary>
/// <remarks>
/// <para>Level h holds values that stand for 2^h each; a full level is sorted, and every second value, from the first or the second at random, moves
/// up. The top level has room for k, each one below for 2/3 of that, at least 32 (or k, if that is less). With 99 % probability an estimated rank is
/// within 2.3 / k^0.97 of the true one as a share of the count: 1.35 % at k = 200, 0.28 % at k = 1000; a merged sketch has the same error as one of the
/// whole. Least and greatest value and the count are exact.</para>
/// <para>NaN means missing: counted, otherwise passed over. Infinities are values like others, and -0.0 is 0.0. The same values, seed and order of merging give the
/// same sketch. Not thread-safe. Source: Z. Karnin, K. Lang, E. Liberty, Optimal quantile approximation in streams, FOCS 2016.</para>
/// </remarks>
public sealed partial class KllSketch
{
    private const int LeastK = 8;

    // So many values are sorted in registers; with less room a level would be halved for every few values.
    private const int LeastCapacity = 32;
    private const int MostLevels = 60;

    private KllLevel[] _levels = [];
    private readonly KllLevel _bottom;
    private ulong _random;

    // Of the values that have left the lowest level, with their weights.
    private long _above;
    private double _leastAbove = double.PositiveInfinity;
    private double _greatestAbove = double.NegativeInfinity;

    /// <summary>Makes an empty sketch.</summary>
    /// <param name="k">The room of the top level; 8 to 65,535. At most 3 k values are held, and 32 for each doubling of the count.</param>
    /// <param name="seed">Of the random choices. Sketches that will be merged should have different seeds.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is out of its range.</exception>
    public KllSketch(int k = 200, int seed = 1)
    {
        K = StreamRange.Count(k, LeastK, ushort.MaxValue);
        _random = 0x9E3779B97F4A7C15UL * ((ulong)(uint)seed + 1);
        _bottom = new(k);
        Grow();
    }

    /// <summary>The room of the top level.</summary>
    public int K { get; }

    /// <summary>How many values there were, without the missing ones.</summary>
    public long Count => _above + _bottom.Count;

    /// <summary>How many values were NaN.</summary>
    public long MissingCount { get; private set; }

    /// <summary>The least value, exactly; NaN if there is none.</summary>
    public double Min => Count == 0 ? double.NaN : _bottom.Count == 0 ? _leastAbove : Math.Min(_leastAbove, TensorPrimitives.Min(_bottom.Values));

    /// <summary>The greatest value, exactly; NaN if there is none.</summary>
    public double Max => Count == 0 ? double.NaN : _bottom.Count == 0 ? _greatestAbove : Math.Max(_greatestAbove, TensorPrimitives.Max(_bottom.Values));

    /// <summary>How many values are held.</summary>
    public int RetainedCount
    {
        get
        {
            int held = 0;
            foreach (KllLevel level in _levels)
            {
                held += level.Count;
            }

            return held;
        }
    }

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

        // 0.0 makes a negative zero positive: equal values in either order would make two sketches of one stream.
        if (_bottom.Append(value + 0.0) && !_bottom.Widen())
        {
            Compress(null);
        }
    }

    /// <summary>Takes all that another sketch took. The other stays as it is.</summary>
    /// <param name="other">A sketch of the same k; not this one.</param>
    /// <exception cref="ArgumentException">The other's k differs, or it is this sketch. Nothing was changed.</exception>
    /// <exception cref="OverflowException">The count would exceed a long. Nothing was changed.</exception>
    public void Merge(KllSketch other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (ReferenceEquals(other, this) || other.K != K)
        {
            throw new ArgumentException("Expected another sketch, and of the same k.", nameof(other));
        }

        _ = checked(Count + other.Count);
        MissingCount = checked(MissingCount + other.MissingCount);
        while (_levels.Length < other._levels.Length)
        {
            Grow();
        }

        Compress(other);
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
        for (int h = 0; h < _levels.Length; h++)
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
        for (int h = 0; h < _levels.Length; h++)
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

    private void Grow()
    {
        _levels = [.. _levels, _levels.Length == 0 ? _bottom : new(K)];
        double room = K;
        for (int h = _levels.Length - 1; h >= 0; h--)
        {
            _levels[h].Capacity = Math.Max(Math.Min(K, LeastCapacity), (int)Math.Ceiling(room));
            room *= 2.0 / 3;
        }
    }

    /// <summary>Takes the values of another sketch, if there is one, and halves every level that is full, from the lowest to the top.</summary>
    private void Compress(KllSketch? other)
    {
        long count = Count + (other?.Count ?? 0);
        int held = RetainedCount + (other?.RetainedCount ?? 0);
        double[] scratch = ArrayPool<double>.Shared.Rent(3 * held);
        if (other is not null)
        {
            _leastAbove = Math.Min(_leastAbove, other._leastAbove);
            _greatestAbove = Math.Max(_greatestAbove, other._greatestAbove);
        }

        Span<double> rising = scratch.AsSpan(0, held);
        Span<double> both = scratch.AsSpan(held, held);
        Span<double> all = scratch.AsSpan(2 * held, held);
        for (bool toTop = other is not null; Raise(other, toTop, rising, both, all); toTop = true)
        {
            // There is a new top, and less room in all levels below.
            other = null;
        }

        ArrayPool<double>.Shared.Return(scratch);
        _above = count - _bottom.Count;
    }

    /// <summary>One way up from the lowest level: to the top, or until nothing more rises.</summary>
    /// <returns>Whether there is a new top.</returns>
    private bool Raise(KllSketch? other, bool toTop, Span<double> rising, Span<double> both, Span<double> all)
    {
        bool grew = false;
        int risingCount = 0;
        for (int h = 0; h < _levels.Length; h++)
        {
            KllLevel level = _levels[h];
            ReadOnlySpan<double> theirs = h < other?._levels.Length ? other._levels[h].Values : [];
            bool isFull = level.Count + theirs.Length + risingCount >= level.Capacity;
            if (!isFull && theirs.Length + risingCount == 0)
            {
                level.Trim();
                continue;
            }

            ReadOnlySpan<double> merged = h == 0
                ? Joined(level.Values, theirs, both)
                : Merged(Merged(level.Values, theirs, both), rising[..risingCount], all);
            if (!isFull)
            {
                level.Set(merged);
                risingCount = 0;
                if (toTop)
                {
                    continue;
                }

                break;
            }

            if (h == 0)
            {
                NumberSort.Ascending(both[..merged.Length]);
                _leastAbove = Math.Min(_leastAbove, merged[0]);
                _greatestAbove = Math.Max(_greatestAbove, merged[^1]);
            }

            if (h + 1 == _levels.Length)
            {
                Grow();
                grew = true;
            }

            // Of an odd number the least stays.
            int odd = merged.Length & 1;
            level.Set(merged[..odd]);
            risingCount = merged.Length / 2;
            EverySecond.Copy(merged[odd..], NextBit(), rising);
        }

        return grew;
    }

    private static ReadOnlySpan<double> Joined(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> target)
    {
        a.CopyTo(target);
        b.CopyTo(target[a.Length..]);
        return target[..(a.Length + b.Length)];
    }

    private static ReadOnlySpan<double> Merged(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> target)
    {
        if (a.IsEmpty || b.IsEmpty)
        {
            return a.IsEmpty ? b : a;
        }

        SortedMerge.Into(a, b, target);
        return target[..(a.Length + b.Length)];
    }

    private int NextBit()
    {
        _random ^= _random >> 12;
        _random ^= _random << 25;
        _random ^= _random >> 27;
        return (int)((_random * 0x2545F4914F6CDD1DUL) >> 63);
    }
}
