using System.Numerics.Tensors;

namespace AISafety.Statistics;

/// <summary>The exact Wasserstein-1 distance of a sliding window from a fixed reference, in constant memory.</summary>
/// <remarks>
/// <para>W = integral of |G(x) - F(x)| dx, F and G the empirical distribution functions of the n reference values and of the w newest values of the
/// stream; in the unit of the values, 0 or more. Nothing is approximated, whatever n and w: between two neighbouring values of the window G is a
/// level, and the area to F has a closed form in the integral of F at both values and at the place where F reaches that level. W is right to 1e-14
/// of itself and 2e-15 w times the mean distance of the window's values from the reference's median; errors do not add up over the
/// stream. Ties need no rule.</para>
/// <para>The window is kept in order. An update costs a search and moves the values between that which leaves and that which comes; asking for the distance
/// costs the areas of what was moved since it was last asked for: at most w of either, at vector speed, and after a single update a third of that on
/// average, however large the reference. No allocation per update. NaN means missing: counted, changes nothing. Not thread-safe.</para>
/// </remarks>
public sealed class StreamingWasserstein
{
    private const int BlockLength = 64;

    private readonly ReferenceIntegral _reference;

    // Of the window: by age, then by value with the reference's integral at each; all as distances from the reference's median.
    private readonly double[] _ring;
    private readonly double[] _ordered;
    private readonly double[] _integrals;
    private int _next;

    // Of the gap behind each ordered value; by rank, not by value.
    private readonly double[] _reaches;
    private readonly double[] _least;
    private int _ranked;

    // The areas of blocks of gaps, and the gaps whose areas are no more those.
    private readonly double[] _areas;
    private int _changedFrom = int.MaxValue;
    private int _changedTo;

    /// <summary>Takes the reference.</summary>
    /// <param name="reference">The values to compare with; finite.</param>
    /// <param name="windowSize">w, how many of the newest values are compared; 1 or more.</param>
    /// <exception cref="ArgumentException">The reference has an infinite number, or numbers that are farther apart than a double can say.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="windowSize"/> is less than 1.</exception>
    public StreamingWasserstein(SortedSample<double> reference, int windowSize)
    {
        StreamRange.Count(windowSize, 1);
        ReadOnlySpan<double> ascending = SampleScratch<double>.Finite(reference, nameof(reference));
        if (!double.IsFinite(ascending[^1] - ascending[0]))
        {
            throw new ArgumentException("Expected numbers that are not farther apart than the greatest double.", nameof(reference));
        }

        _reference = new(ascending);
        _ring = new double[windowSize];
        _ordered = new double[windowSize];
        _integrals = new double[windowSize];
        _reaches = new double[windowSize];
        _least = new double[windowSize];
        _areas = new double[((windowSize - 1) / BlockLength) + 1];
    }

    /// <summary>n, how many values the reference has, without the missing ones.</summary>
    public int ReferenceCount => _reference.Count;

    /// <summary>w, how many values the window holds when it is full.</summary>
    public int WindowSize => _ring.Length;

    /// <summary>How many values are in the window, up to <see cref="WindowSize"/>.</summary>
    public int Count { get; private set; }

    /// <summary>How many values were NaN since the start or <see cref="Reset"/>.</summary>
    public long MissingCount { get; private set; }

    /// <summary>W, 0 or more, of the values that are in the window; NaN while there is none. Until the window is full, O(n + w).</summary>
    public double Statistic => Count == 0 ? double.NaN : Area();

    /// <summary>Takes the next value of the stream; the oldest leaves the window if it is full.</summary>
    /// <param name="value">A finite value; NaN if it is missing.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is infinite, or farther from the reference's median than a double can
    /// say. Nothing was changed.</exception>
    public void Update(double value)
    {
        if (double.IsNaN(value))
        {
            MissingCount++;
            return;
        }

        double place = value - _reference.Median;
        if (!double.IsFinite(place))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "Expected a finite value, and none farther from the reference than the greatest double.");
        }

        int to = EdgeSearch.CountAtOrBelow<double>(_ordered.AsSpan(0, Count), place);
        int from = Count;
        if (Count == _ring.Length)
        {
            from = EdgeSearch.CountAtOrBelow<double>(_ordered, _ring[_next]) - 1;
            to -= to > from ? 1 : 0;
        }
        else
        {
            Count++;
        }

        Move(_ordered, from, to);
        Move(_integrals, from, to);
        _ordered[to] = place;
        _integrals[to] = _reference.At(place);
        _ring[_next] = place;
        _next = _next + 1 == _ring.Length ? 0 : _next + 1;
        Changed(Math.Max(0, Math.Min(from, to) - 1), Math.Max(from, to) + 1);
    }

    /// <summary>Empties the window; the reference stays.</summary>
    public void Reset()
    {
        _next = 0;
        _ranked = 0;
        Count = 0;
        MissingCount = 0;
    }

    /// <summary>Moves the values between two places by one, so that the place of the first is free at the second.</summary>
    private static void Move(double[] values, int from, int to)
    {
        if (from < to)
        {
            values.AsSpan(from + 1, to - from).CopyTo(values.AsSpan(from));
        }
        else
        {
            values.AsSpan(to, from - to).CopyTo(values.AsSpan(to + 1));
        }
    }

    private double Area()
    {
        int gaps = Count - 1;
        double share = 1.0 / Count;
        if (_ranked != Count)
        {
            _reference.Reaches(_reaches.AsSpan(0, gaps), _least.AsSpan(0, gaps));
            _ranked = Count;
            Changed(0, gaps);
        }

        for (int from = _changedFrom / BlockLength * BlockLength; from < Math.Min(_changedTo, gaps); from += BlockLength)
        {
            int to = Math.Min(from + BlockLength, gaps);
            _areas[from / BlockLength] = GapArea.Sum(_ordered, _integrals, _reaches, _least, from, to, share);
        }

        _changedFrom = int.MaxValue;
        _changedTo = 0;
        double area = TensorPrimitives.Sum<double>(_areas.AsSpan(0, (gaps + BlockLength - 1) / BlockLength));
        return Math.Max(0, area + BeforeFirst() + BehindLast());
    }

    private void Changed(int from, int to)
    {
        _changedFrom = Math.Min(_changedFrom, from);
        _changedTo = Math.Max(_changedTo, to);
    }

    /// <summary>The area under F, where G is 0.</summary>
    private double BeforeFirst()
    {
        double first = _ordered[0];
        double start = _reference.First;
        return first > start ? _integrals[0] - _reference.At(start) + (0.5 * (first - start)) : 0;
    }

    /// <summary>The area above F, where G is 1.</summary>
    private double BehindLast()
    {
        double last = _ordered[Count - 1];
        double end = _reference.Last;
        return last < end ? _integrals[Count - 1] - _reference.At(end) + (0.5 * (end - last)) : 0;
    }
}
