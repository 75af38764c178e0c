namespace AISafety.Statistics;

/// <summary>The exact two-sample Kolmogorov-Smirnov statistic of a sliding window against a fixed reference: O(log n) an update, O(1) a query.</summary>
/// <remarks>
/// <para>D = the greatest |G(x) - F(x)| over all x, F and G the empirical distribution functions of the n reference values and of the w newest
/// values of the stream. A tree over the reference's distinct values holds, for each range of them, the sum and the greatest and least prefix sum
/// of n times the window's count less w times the reference's: whole numbers, so that the statistic stays exact however long the stream. A value
/// that equals a reference value is counted with it, so that ties are right (-0.0 equals 0.0); one between two neighbouring
/// reference values is counted in the gap between them, where F stands still and G only rises, so that the greatest difference is at one of
/// the gap's ends. Infinities are values like others; NaN means missing, is counted and changes nothing.</para>
/// <para>No allocation per update. Not thread-safe. Source of the problem: D. dos Reis, P. Flach, S. Matwin, G. Batista, Fast unsupervised online
/// drift detection using incremental Kolmogorov-Smirnov test, KDD 2016.</para>
/// </remarks>
public sealed class StreamingKs
{
    private readonly double[] _distinct;
    private readonly int[] _referenceCounts;
    private readonly LessCount _lessCount;
    private readonly KsTree _tree;

    // Twice the place in _distinct, plus 1 if equal: enough to take a value out again, without its being looked up.
    private readonly int[] _ring;
    private int _next;

    /// <summary>Takes the reference.</summary>
    /// <param name="reference">The values to compare with, in any order; NaN means missing and is passed over. At least one that is not NaN.</param>
    /// <param name="windowSize">w, how many of the newest values are compared; 1 or more.</param>
    /// <exception cref="ArgumentException">The reference has no value.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="windowSize"/> is less than 1.</exception>
    public StreamingKs(ReadOnlySpan<double> reference, int windowSize)
        : this(SortedSample<double>.Of(reference, nameof(reference)), windowSize)
    {
    }

    /// <summary>Takes a prepared reference.</summary>
    /// <param name="reference">The values to compare with.</param>
    /// <param name="windowSize">w, how many of the newest values are compared; 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="windowSize"/> is less than 1.</exception>
    public StreamingKs(SortedSample<double> reference, int windowSize)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentOutOfRangeException.ThrowIfLessThan(windowSize, 1);
        ReadOnlySpan<double> present = reference.Ascending;
        List<double> distinct = new(present.Length);
        List<int> counts = new(present.Length);
        foreach (double value in present)
        {
            if (distinct.Count > 0 && distinct[^1] == value)
            {
                counts[^1]++;
            }
            else
            {
                distinct.Add(value);
                counts.Add(1);
            }
        }

        ReferenceCount = present.Length;
        _distinct = [.. distinct];
        _lessCount = new(_distinct);
        _referenceCounts = [.. counts];
        _ring = new int[windowSize];
        _tree = new(_referenceCounts, present.Length, windowSize);
    }

    /// <summary>n, how many values the reference has, without the missing ones.</summary>
    public int ReferenceCount { get; }

    /// <summary>w, how many values the window holds when it is full.</summary>
    public int WindowSize => _ring.Length;

    /// <summary>How many values are in the window, up to <see cref="WindowSize"/>.</summary>
    public int Count { get; private set; }

    /// <summary>How many values were NaN since the start or <see cref="Reset"/>.</summary>
    public long MissingCount { get; private set; }

    /// <summary>D, from 0 to 1, of the values that are in the window; NaN while there is none. O(1) once the window is full; before that, O(n).</summary>
    public double Statistic => Count == WindowSize ? _tree.Statistic : Count == 0 ? double.NaN : _tree.StatisticOf(Count, _referenceCounts);

    /// <summary>Takes the next value of the stream; the oldest leaves the window if it is full.</summary>
    /// <param name="value">The value; NaN if it is missing.</param>
    public void Update(double value)
    {
        if (double.IsNaN(value))
        {
            MissingCount++;
            return;
        }

        if (Count == _ring.Length)
        {
            _tree.Add(_ring[_next], -1);
        }
        else
        {
            Count++;
        }

        int place = Place(value);
        _tree.Add(place, 1);
        _ring[_next] = place;
        _next = _next + 1 == _ring.Length ? 0 : _next + 1;
    }

    /// <summary>Empties the window; the reference stays.</summary>
    public void Reset()
    {
        _tree.Clear();
        _next = 0;
        Count = 0;
        MissingCount = 0;
    }

    private int Place(double value)
    {
        double[] distinct = _distinct;
        int low = _lessCount.Of(value);
        return (2 * low) + (low < distinct.Length && distinct[low] == value ? 1 : 0);
    }
}
