namespace AISafety.Statistics;

/// <summary>The exact Wasserstein-1 distance of a sliding window from a fixed reference.</summary>
/// <remarks>
/// <para>W = integral of |F(x) - G(x)| dx, F and G the empirical distribution functions of the n reference values and of the w newest values of the stream; in the unit of the values. It is what
/// <see cref="Wasserstein.Of{T}(SortedSample{T}, ReadOnlySpan{T})"/> gives of the window's values, to the last bit: the window is kept sorted, so that rounding cannot add up however long the stream.</para>
/// <para>An update searches two places and moves the memory between them, some hundred nanoseconds for a window of a thousand; a query walks both samples, O(n + w). Ties need no rule; NaN means missing, is counted and
/// changes nothing. No allocation. Not thread-safe.</para>
/// </remarks>
public sealed class StreamingWasserstein
{
    private readonly SortedSample<double> _reference;
    private readonly SortedWindow _window;
    private readonly double[] _ring;
    private int _next;

    /// <summary>Takes the reference.</summary>
    /// <param name="reference">The values to compare with; finite.</param>
    /// <param name="windowSize">w, how many of the newest values are compared; 1 or more.</param>
    /// <exception cref="ArgumentException">The reference has an infinite number.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="windowSize"/> is less than 1.</exception>
    public StreamingWasserstein(SortedSample<double> reference, int windowSize)
    {
        StreamRange.Count(windowSize, 1);
        SampleScratch<double>.Finite(reference, nameof(reference));
        _reference = reference;
        _window = new(windowSize);
        _ring = new double[windowSize];
    }

    /// <summary>n, how many values the reference has, without the missing ones.</summary>
    public int ReferenceCount => _reference.Count;

    /// <summary>w, how many values the window holds when it is full.</summary>
    public int WindowSize => _ring.Length;

    /// <summary>How many values are in the window, up to <see cref="WindowSize"/>.</summary>
    public int Count => _window.Count;

    /// <summary>How many values were NaN since the start or <see cref="Reset"/>.</summary>
    public long MissingCount { get; private set; }

    /// <summary>W, 0 or more, of the values that are in the window; NaN while there is none. O(n + w).</summary>
    public double Statistic => Count == 0 ? double.NaN : AreaBetweenSteps.Of(_reference.Ascending, _window.Ascending);

    /// <summary>Takes the next value of the stream; the oldest leaves the window if it is full.</summary>
    /// <param name="value">A finite value; NaN if it is missing.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is infinite. Nothing was changed.</exception>
    public void Update(double value)
    {
        if (double.IsNaN(value))
        {
            MissingCount++;
            return;
        }

        StreamRange.RequireFinite(value);
        if (Count == WindowSize)
        {
            _window.Remove(_ring[_next]);
        }

        _window.Add(value);
        _ring[_next] = value;
        _next = _next + 1 == WindowSize ? 0 : _next + 1;
    }

    /// <summary>Empties the window; the reference stays.</summary>
    public void Reset()
    {
        _window.Clear();
        _next = 0;
        MissingCount = 0;
    }
}
