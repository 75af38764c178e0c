namespace AISafety.Statistics;

/// <summary>EDDM, the early drift detection method: reports that a classifier's errors have moved closer together.</summary>
/// <remarks>
/// <para>With m and s the mean and the population standard deviation of the distances between errors, it remembers the greatest m + 2 s; a warning
/// if the present m + 2 s is less than 0.95 of that, drift if less than 0.9. It judges at errors only, and repeats a warning until the next
/// error. After a drift it starts anew. Better than <see cref="Ddm"/> at slow changes, and much more easily alarmed.</para>
/// <para>Values: 1 for a wrong answer, 0 for a right one. Source: M. Baena-García and others, Early drift detection method, IWKDDS 2006.</para>
/// </remarks>
public sealed class Eddm : DriftDetector
{
    private readonly double _warningLevel;
    private readonly double _driftLevel;
    private readonly int _minimumErrors;
    private readonly int _minimumCount;
    private DriftState _standing;
    private long _seen;
    private long _errors;
    private long _last;
    private double _mean;
    private double _squares;
    private double _greatest;

    /// <summary>Makes a detector.</summary>
    /// <param name="warningLevel">The share of the greatest m + 2 s under which it is a warning; more than 0, less than 1.</param>
    /// <param name="driftLevel">The same for drift; at most <paramref name="warningLevel"/>.</param>
    /// <param name="minimumErrors">It speaks only after more errors than this; 1 or more.</param>
    /// <param name="minimumCount">The greatest m + 2 s is looked for from this value on, less one; 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    public Eddm(double warningLevel = 0.95, double driftLevel = 0.9, int minimumErrors = 30, int minimumCount = 30)
    {
        _warningLevel = StreamRange.Rate(warningLevel);
        _driftLevel = StreamRange.Rate(driftLevel);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(driftLevel, warningLevel);
        _minimumErrors = StreamRange.Count(minimumErrors, 1);
        _minimumCount = StreamRange.Count(minimumCount, 1);
    }

    private protected override DriftState Next(double value)
    {
        StreamRange.RequireBinary(value);
        _seen++;
        if (value == 0)
        {
            return _standing;
        }

        _standing = DriftState.None;
        _errors++;
        double distance = _seen - _last;
        _last = _seen;
        double before = _mean;
        _mean += (distance - _mean) / _errors;
        _squares += (distance - _mean) * (distance - before);
        if (_seen + 1 < _minimumCount)
        {
            return DriftState.None;
        }

        double spread = _mean + (2 * Math.Sqrt(_squares / _errors));
        if (spread > _greatest)
        {
            _greatest = spread;
            return DriftState.None;
        }

        double share = spread / _greatest;
        if (_errors <= _minimumErrors || share >= _warningLevel)
        {
            return DriftState.None;
        }

        if (share < _driftLevel)
        {
            Clear();
            return DriftState.Drift;
        }

        return _standing = DriftState.Warning;
    }

    private protected override void Clear()
    {
        _standing = DriftState.None;
        _seen = 0;
        _errors = 0;
        _last = 0;
        _mean = 0;
        _squares = 0;
        _greatest = 0;
    }
}
