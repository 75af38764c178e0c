namespace AISafety.Statistics;

/// <summary>KSWIN: compares the newest values of a sliding window with a random draw of its older values, by the exact two-sample
/// Kolmogorov-Smirnov test.</summary>
/// <remarks>
/// <para>Once the window is full, each new value is preceded by a test: r values are drawn, with replacement, from those that are not among
/// the newest r. Drift if the p-value is alpha or less and the statistic exceeds 0.1; then only the newest r stay. The exact p-value of
/// equal sizes is 2 times the sum over j of (-1)^(j-1) C(2r, r + j k) / C(2r, r), k = r D (Gnedenko and Korolyuk 1951), from which the least alarming k
/// is found once. Ties are right for the statistic, and make the test conservative. Alpha holds for each test, not for the stream's lifetime,
/// and tests of overlapping windows are dependent.</para>
/// <para>The window is kept in order, so that a test costs one merge and no sorting: O(window) an update. As in the published
/// code, a test does not see the value that is just arriving. Values: any finite number. Source: C. Raab, M. Heusinger, F.-M. Schleif,
/// Reactive soft prototype computing for concept drift streams, Neurocomputing 2020. The random numbers (xorshift64*) depend on the seed only.</para>
/// </remarks>
public sealed class Kswin : DriftDetector
{
    private readonly int _recentSize;
    private readonly int _critical;
    private readonly ulong _seed;
    private readonly double[] _ring;
    private readonly SortedWindow _old;
    private readonly SortedWindow _recent;
    private readonly int[] _drawn;
    private ulong _random;
    private int _start;
    private int _length;

    /// <summary>Makes a detector.</summary>
    /// <param name="alpha">The error probability of each test; more than 0, less than 1.</param>
    /// <param name="windowSize">How many values the window holds; more than <paramref name="recentSize"/>, plus 1, at most 1,000,000.</param>
    /// <param name="recentSize">r, how many of them are the newest; 2 or more.</param>
    /// <param name="seed">Of the draws.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    public Kswin(double alpha = 0.005, int windowSize = 100, int recentSize = 30, int seed = 1)
    {
        StreamRange.Rate(alpha);
        StreamRange.Count(recentSize, 2, 999_998);
        StreamRange.Count(windowSize, recentSize + 2, 1_000_000);
        _recentSize = recentSize;
        _critical = EqualSizeKs.LeastSignificant(recentSize, alpha, 0.1);
        _seed = 0x9E3779B97F4A7C15UL * ((ulong)(uint)seed + 1);
        _random = _seed;
        _ring = new double[windowSize];
        _old = new(windowSize - recentSize);
        _recent = new(recentSize);
        _drawn = new int[windowSize - recentSize];
    }

    private protected override DriftState Next(double value)
    {
        StreamRange.RequireFinite(value);
        DriftState state = DriftState.None;
        if (_length == _ring.Length)
        {
            _old.Remove(_ring[_start]);
            _start = Wrap(_start + 1);
            _length--;
            if (_critical <= _recentSize && Gap() >= _critical)
            {
                // The newest stay, as the start of the next window.
                _start = Wrap(_start + _old.Count);
                _length = _recentSize;
                _old.Clear();
                state = DriftState.Drift;
            }
        }

        if (_recent.Count == _recentSize)
        {
            double leaving = _ring[Wrap(_start + _length - _recentSize)];
            _recent.Remove(leaving);
            _old.Add(leaving);
        }

        _recent.Add(value);
        _ring[Wrap(_start + _length)] = value;
        _length++;
        return state;
    }

    private protected override void Clear()
    {
        _random = _seed;
        _start = 0;
        _length = 0;
        _old.Clear();
        _recent.Clear();
    }

    /// <summary>r times the statistic of a draw from the old values against the newest. Drawing ranks is drawing values.</summary>
    private int Gap()
    {
        ReadOnlySpan<double> old = _old.Ascending;
        ReadOnlySpan<double> recent = _recent.Ascending;
        Span<int> drawn = _drawn.AsSpan(0, old.Length);
        drawn.Clear();
        for (int i = 0; i < recent.Length; i++)
        {
            drawn[NextBelow(old.Length)]++;
        }

        int greatest = 0;
        int difference = 0;
        int oldest = 0;
        int newest = 0;
        while (oldest < old.Length && newest < recent.Length)
        {
            // All that is equal goes first: both distribution functions are right only between distinct values.
            double value = Math.Min(old[oldest], recent[newest]);
            while (oldest < old.Length && old[oldest] == value)
            {
                difference += drawn[oldest++];
            }

            while (newest < recent.Length && recent[newest] == value)
            {
                difference--;
                newest++;
            }

            greatest = Math.Max(greatest, Math.Abs(difference));
        }

        return greatest;
    }

    /// <summary>Uniform, by the high half of a product; the bias is under 2^-40 for windows of a million.</summary>
    private int NextBelow(int count)
    {
        _random ^= _random >> 12;
        _random ^= _random << 25;
        _random ^= _random >> 27;
        return (int)Math.BigMul(_random * 0x2545F4914F6CDD1DUL, (ulong)count, out _);
    }

    private int Wrap(int index) => index >= _ring.Length ? index - _ring.Length : index;
}
