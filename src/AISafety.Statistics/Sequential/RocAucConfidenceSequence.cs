namespace AISafety.Statistics;

/// <summary>An interval for the area under the ROC curve that holds at all times at once, with a stated probability.</summary>
/// <remarks>
/// <para>Scores of one label wait until one of the other comes; that one is compared with all that wait, and the share of the pairs ranked right, ties half, is the next value of a
/// <see cref="MeanConfidenceSequence"/>. No row is used twice, so that the values are independent with the area as their mean if rows of one label have
/// one distribution of scores, whatever the order of the labels. It is wider than an interval of all pairs at one time (<see cref="RocAuc"/>), which may be looked at once only.</para>
/// <para>NaN means missing: counted, otherwise passed over. At most 256 scores wait; more of that label are passed over. Not thread-safe. The betting interval: I. Waudby-Smith and A. Ramdas, JRSS B 2024.</para>
/// </remarks>
/// <param name="alpha">The probability that the interval ever misses the area; more than 0, less than 1.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is out of its range.</exception>
public sealed class RocAucConfidenceSequence(double alpha = 0.05)
{
    private const int Most = 256;

    private readonly MeanConfidenceSequence _mean = new(alpha);
    private readonly double[] _waiting = new double[Most];
    private int _count;
    private byte _label;

    /// <summary>How many comparisons of a score with waiting ones there were.</summary>
    public long Count => _mean.Count;

    /// <summary>How many scores were NaN.</summary>
    public long MissingCount { get; private set; }

    /// <summary>The mean share of pairs ranked right; NaN if there is none.</summary>
    public double Mean => _mean.Mean;

    /// <summary>The interval's lower end, 0 to 1; it never falls.</summary>
    public double Lower => _mean.Lower;

    /// <summary>The interval's upper end, 0 to 1; it never rises.</summary>
    public double Upper => _mean.Upper;

    /// <summary>Whether every area was rejected: it changed on the way.</summary>
    public bool IsEmpty => _mean.IsEmpty;

    /// <summary>Takes the next row.</summary>
    /// <param name="score">Greater for label 1; NaN if it is missing.</param>
    /// <param name="label">0 or 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="label"/> is neither. Nothing was changed.</exception>
    public void Update(double score, byte label)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(label, 1);
        if (double.IsNaN(score))
        {
            MissingCount++;
            return;
        }

        if (_count == 0 || label == _label)
        {
            _label = label;
            if (_count < Most)
            {
                _waiting[_count++] = score;
            }

            return;
        }

        double below = 0;
        foreach (double other in _waiting.AsSpan(0, _count))
        {
            below += other < score ? 1 : other == score ? 0.5 : 0;
        }

        double share = below / _count;
        _mean.Update(label == 1 ? share : 1 - share);
        _count = 0;
    }
}
