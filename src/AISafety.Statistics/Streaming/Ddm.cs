namespace AISafety.Statistics;

/// <summary>DDM, the drift detection method: reports that a classifier's error rate has risen above its best.</summary>
/// <remarks>
/// <para>With p the error rate of n answers and s = sqrt(p (1 - p) / n), it remembers p' and s' where p + s was least; a warning if p + s
/// exceeds p' + 2 s', drift if it exceeds p' + 3 s'. After a drift it starts anew.</para>
/// <para>Values: 1 for a wrong answer, 0 for a right one. Source: J. Gama, P. Medas, G. Castillo, P. Rodrigues, Learning with drift detection,
/// SBIA 2004.</para>
/// </remarks>
public sealed class Ddm : DriftDetector
{
    private readonly int _minimumCount;
    private readonly double _warningLevel;
    private readonly double _driftLevel;
    private long _next;
    private double _rate;
    private double _leastRate;
    private double _leastDeviation;
    private double _least;

    /// <summary>Makes a detector.</summary>
    /// <param name="minimumCount">It is silent until this many values, less one, have come since the start or the last drift; 2 or more.</param>
    /// <param name="warningLevel">Standard deviations above the best rate for a warning; more than 0.</param>
    /// <param name="driftLevel">The same for drift; at least <paramref name="warningLevel"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    public Ddm(int minimumCount = 30, double warningLevel = 2, double driftLevel = 3)
    {
        _minimumCount = StreamRange.Count(minimumCount, 2);
        _warningLevel = StreamRange.Positive(warningLevel);
        _driftLevel = StreamRange.Positive(driftLevel);
        ArgumentOutOfRangeException.ThrowIfLessThan(driftLevel, warningLevel);
        Clear();
    }

    private protected override DriftState Next(double value)
    {
        StreamRange.RequireBinary(value);
        _rate += (value - _rate) / _next;
        double deviation = Math.Sqrt(_rate * (1 - _rate) / _next);
        _next++;
        if (_next < _minimumCount)
        {
            return DriftState.None;
        }

        double level = _rate + deviation;
        if (level <= _least)
        {
            _leastRate = _rate;
            _leastDeviation = deviation;
            _least = level;
        }

        if (level > _leastRate + (_driftLevel * _leastDeviation))
        {
            Clear();
            return DriftState.Drift;
        }

        return level > _leastRate + (_warningLevel * _leastDeviation) ? DriftState.Warning : DriftState.None;
    }

    private protected override void Clear()
    {
        _next = 1;
        _rate = 1;
        _leastRate = double.PositiveInfinity;
        _leastDeviation = double.PositiveInfinity;
        _least = double.PositiveInfinity;
    }
}
