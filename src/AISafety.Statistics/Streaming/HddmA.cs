namespace AISafety.Statistics;

/// <summary>HDDM-A: reports that the mean of a bounded stream has risen, by Hoeffding's inequality for averages.</summary>
/// <remarks>
/// <para>It remembers the prefix of the stream whose mean has the least upper bound, and compares it with the mean of all: drift if they differ by
/// sqrt((N - n) / (n N) ln(2 / a) / 2) or more, n values in the prefix, N in all. After a drift it starts anew. If it heeds falls,
/// a fall of the same size makes it start anew too, without being reported: a better classifier is no alarm. No assumption on the
/// distribution; the confidence holds for each comparison, not for the stream's lifetime.</para>
/// <para>Values: 0 to 1. Source: I. Frías-Blanco and others, Online and non-parametric drift detection methods based on Hoeffding's bounds,
/// IEEE TKDE 2015.</para>
/// </remarks>
public sealed class HddmA : DriftDetector
{
    private readonly double _driftLog;
    private readonly double _warningLog;
    private readonly double _boundLog;
    private readonly bool _heedsFalls;
    private long _count;
    private double _sum;
    private Prefix _low;
    private Prefix _high;

    /// <summary>Makes a detector.</summary>
    /// <param name="driftAlpha">The error probability of a comparison for drift; more than 0, less than 1.</param>
    /// <param name="warningAlpha">The same for a warning; at least <paramref name="driftAlpha"/>, less than 1.</param>
    /// <param name="heedsFalls">Whether a fall of the mean starts the search anew.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    public HddmA(double driftAlpha = 0.001, double warningAlpha = 0.005, bool heedsFalls = true)
    {
        _boundLog = Math.Log(1 / StreamRange.Rate(driftAlpha));
        _driftLog = Math.Log(2 / driftAlpha);
        _warningLog = Math.Log(2 / StreamRange.Rate(warningAlpha));
        ArgumentOutOfRangeException.ThrowIfLessThan(warningAlpha, driftAlpha);
        _heedsFalls = heedsFalls;
    }

    private protected override DriftState Next(double value)
    {
        StreamRange.RequireUnit(value);
        _count++;
        _sum += value;
        Prefix all = new(_count, _sum / _count, Math.Sqrt(_boundLog / (2.0 * _count)));
        if (_low.Count == 0 || _low.Mean + _low.Bound >= all.Mean + all.Bound)
        {
            _low = all;
        }

        if (_high.Count == 0 || _high.Mean - _high.Bound <= all.Mean - all.Bound)
        {
            _high = all;
        }

        DriftState state = DriftState.None;
        double rise = all.Mean - _low.Mean;
        if (Exceeds(rise, _low, _warningLog))
        {
            // The bound of a drift is not lower.
            state = Exceeds(rise, _low, _driftLog) ? DriftState.Drift : DriftState.Warning;
        }

        if (state == DriftState.Drift || (_heedsFalls && Exceeds(_high.Mean - all.Mean, _high, _driftLog)))
        {
            Clear();
        }

        return state;
    }

    private protected override void Clear()
    {
        _count = 0;
        _sum = 0;
        _low = _high = default;
    }

    private bool Exceeds(double difference, Prefix prefix, double log)
    {
        if (prefix.Count == _count || difference <= 0)
        {
            return false;
        }

        double share = (double)(_count - prefix.Count) / prefix.Count / _count;
        return difference >= Math.Sqrt(share / 2 * log);
    }

    private readonly record struct Prefix(long Count, double Mean, double Bound);
}
