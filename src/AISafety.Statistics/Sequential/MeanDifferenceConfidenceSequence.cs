namespace AISafety.Statistics;

/// <summary>An interval for the difference of the means of two streams of values in 0 to 1, current less reference, that holds at all times at once.</summary>
/// <remarks>
/// <para>P(the difference is in the interval after every value of either stream) is at least 1 - a: each mean has a <see cref="MeanConfidenceSequence"/> that misses with probability a / 2 at
/// most, and the interval holds all differences of what both hold. The streams may come in any order and any mixture, as arms of an experiment do, and may depend on each other. Of pairs
/// (x, y) that come together and are alike, the sequence of (y - x + 1) / 2 is narrower.</para>
/// <para>A proportion is a mean of zeros and ones. NaN means missing: counted, otherwise passed over. No allocation. Not thread-safe.</para>
/// </remarks>
public sealed class MeanDifferenceConfidenceSequence
{
    private readonly MeanConfidenceSequence _reference;
    private readonly MeanConfidenceSequence _current;

    /// <summary>Makes a sequence.</summary>
    /// <param name="alpha">a, the probability that the interval ever misses the difference; more than 0, less than 1.</param>
    /// <param name="gridSize">Into how many steps 0 to 1 is divided; 10 to 100,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    public MeanDifferenceConfidenceSequence(double alpha = 0.05, int gridSize = 1000)
    {
        StreamRange.Rate(alpha);
        _reference = new(alpha / 2, gridSize);
        _current = new(alpha / 2, gridSize);
    }

    /// <summary>How many values of the reference there were, without the missing ones.</summary>
    public long ReferenceCount => _reference.Count;

    /// <summary>How many values of the current stream there were, without the missing ones.</summary>
    public long CurrentCount => _current.Count;

    /// <summary>How many values were NaN, of both together.</summary>
    public long MissingCount => _reference.MissingCount + _current.MissingCount;

    /// <summary>The mean of the current values less that of the reference; NaN if either has none.</summary>
    public double Difference => _current.Mean - _reference.Mean;

    /// <summary>The interval's lower end, -1 to 1; it never falls.</summary>
    public double Lower => _current.Lower - _reference.Upper;

    /// <summary>The interval's upper end, -1 to 1; it never rises.</summary>
    public double Upper => _current.Upper - _reference.Lower;

    /// <summary>Takes the next value of the reference.</summary>
    /// <param name="value">0 to 1; NaN if it is missing.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is out of its range. Nothing was changed.</exception>
    public void UpdateReference(double value) => _reference.Update(value);

    /// <summary>Takes the next value of the current stream.</summary>
    /// <param name="value">0 to 1; NaN if it is missing.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is out of its range. Nothing was changed.</exception>
    public void UpdateCurrent(double value) => _current.Update(value);
}
