namespace AISafety.Statistics;

/// <summary>HDDM-W: reports that the mean of a bounded stream has risen, by McDiarmid's inequality for exponentially weighted averages.</summary>
/// <remarks>
/// <para>It cuts the stream where the weighted mean's upper bound was least, and compares the weighted means before and after: drift if they differ
/// by more than sqrt((v1 + v2) ln(1 / a) / 2), v being the sums of squared weights. After a drift it starts anew. It sees rises only. Quicker
/// than <see cref="HddmA"/> at sudden changes. The confidence holds for each comparison, not for the stream's lifetime.</para>
/// <para>Values: 0 to 1. Source: I. Frías-Blanco and others, Online and non-parametric drift detection methods based on Hoeffding's bounds,
/// IEEE TKDE 2015.</para>
/// </remarks>
public sealed class HddmW : DriftDetector
{
    private readonly double _driftLog;
    private readonly double _warningLog;
    private readonly double _weight;
    private Average _all;
    private Average _before;
    private Average _after;
    private double _leastUpper;

    /// <summary>Makes a detector.</summary>
    /// <param name="driftAlpha">The error probability of a comparison for drift; more than 0, less than 1.</param>
    /// <param name="warningAlpha">The same for a warning; at least <paramref name="driftAlpha"/>, less than 1.</param>
    /// <param name="weight">The weight of the newest value in the averages; more than 0, less than 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    public HddmW(double driftAlpha = 0.001, double warningAlpha = 0.005, double weight = 0.05)
    {
        _driftLog = Math.Log(1 / StreamRange.Rate(driftAlpha));
        _warningLog = Math.Log(1 / StreamRange.Rate(warningAlpha));
        ArgumentOutOfRangeException.ThrowIfLessThan(warningAlpha, driftAlpha);
        _weight = StreamRange.Rate(weight);
        Clear();
    }

    private protected override DriftState Next(double value)
    {
        StreamRange.RequireUnit(value);
        _all = _all.With(value, _weight);
        double bound = Math.Sqrt(_all.SquaredWeights * _driftLog / 2);
        if (_all.Mean + bound < _leastUpper)
        {
            _leastUpper = _all.Mean + bound;
            _before = _all;
            _after = default;
        }
        else
        {
            _after = _after.With(value, _weight);
        }

        if (Rose(_before, _after, _driftLog))
        {
            Clear();
            return DriftState.Drift;
        }

        return Rose(_before, _after, _warningLog) ? DriftState.Warning : DriftState.None;
    }

    private protected override void Clear()
    {
        _all = _before = _after = default;
        _leastUpper = double.PositiveInfinity;
    }

    private static bool Rose(Average from, Average to, double log) =>
        from.Any && to.Any && to.Mean - from.Mean > Math.Sqrt((from.SquaredWeights + to.SquaredWeights) * log / 2);

    private readonly record struct Average(double Mean, double SquaredWeights)
    {
        public bool Any => SquaredWeights > 0;

        public Average With(double value, double weight) => Any
            ? new((weight * value) + ((1 - weight) * Mean), (weight * weight) + ((1 - weight) * (1 - weight) * SquaredWeights))
            : new(value, 1);
    }
}
