namespace AISafety.Statistics;

/// <summary>The EWMA control chart: reports that the exponentially weighted mean of a stream has left its limits about a stated target.</summary>
/// <remarks>
/// <para>z = w x + (1 - w) z from z = mean; drift if |z - mean| exceeds L deviation sqrt(w / (2 - w) (1 - (1 - w)^2t)) at the t-th value, the exact
/// limits. After a drift it starts anew at t = 0. For independent normal values w = 0.1 and L = 2.814 give a false alarm about
/// every 500 values on average and see a shift of one standard deviation after about 10.</para>
/// <para>Values: any finite number. Sources: S. W. Roberts, Control chart tests based on geometric moving averages, Technometrics 1959; J. M. Lucas
/// and M. S. Saccucci, Exponentially weighted moving average control schemes, Technometrics 1990 (the run lengths).</para>
/// </remarks>
public sealed class EwmaChart : DriftDetector
{
    private readonly double _mean;
    private readonly double _weight;
    private readonly double _limitSquared;
    private double _offset;
    private double _remaining = 1;

    /// <summary>Makes a detector.</summary>
    /// <param name="mean">The target, in the values' unit; finite.</param>
    /// <param name="deviation">The standard deviation of the values, in their unit; more than 0.</param>
    /// <param name="weight">w, of the newest value; more than 0, at most 1 (Shewhart's chart).</param>
    /// <param name="limit">L, in standard deviations of z; more than 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    public EwmaChart(double mean, double deviation, double weight = 0.1, double limit = 2.814)
    {
        _mean = StreamRange.Finite(mean);
        StreamRange.Positive(deviation);
        _weight = StreamRange.Factor(weight);
        StreamRange.Positive(limit);
        _limitSquared = limit * limit * deviation * deviation * weight / (2 - weight);
    }

    /// <summary>The weighted mean z, in the values' unit.</summary>
    public double Mean => _mean + _offset;

    private protected override DriftState Next(double value)
    {
        StreamRange.RequireFinite(value);
        double keep = 1 - _weight;
        _offset = (_weight * (value - _mean)) + (keep * _offset);
        _remaining *= keep * keep;
        if (!(_offset * _offset > _limitSquared * (1 - _remaining)))
        {
            return DriftState.None;
        }

        Clear();
        return DriftState.Drift;
    }

    private protected override void Clear()
    {
        _offset = 0;
        _remaining = 1;
    }
}
