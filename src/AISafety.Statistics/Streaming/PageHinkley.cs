namespace AISafety.Statistics;

/// <summary>The Page-Hinkley test: reports that the mean of a stream has risen.</summary>
/// <remarks>
/// <para>With m the running mean, s = max(0, f s + (x - m - d)); drift if s exceeds the threshold. It sees rises only: for falls, negate the
/// values. After a drift it starts anew.</para>
/// <para>Values: any finite number. Sources: E. S. Page, Continuous inspection schemes, Biometrika 1954; D. V. Hinkley, Inference about the
/// change-point from cumulative sum tests, Biometrika 1971. The forgetting factor f is that of MOA and scikit-multiflow; 1 gives the papers' test.</para>
/// </remarks>
public sealed class PageHinkley : DriftDetector
{
    private readonly double _tolerance;
    private readonly double _threshold;
    private readonly double _forgetting;
    private readonly int _minimumCount;
    private long _next = 1;
    private double _mean;
    private double _sum;

    /// <summary>Makes a detector.</summary>
    /// <param name="tolerance">d, the size of change that is let pass, in the values' unit; 0 or more.</param>
    /// <param name="threshold">The sum above which it is drift, in the values' unit; more than 0.</param>
    /// <param name="forgetting">f, what remains of the sum after each value; more than 0, at most 1.</param>
    /// <param name="minimumCount">It is silent until this many values, less one, have come since the start or the last drift; 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    public PageHinkley(double tolerance = 0.005, double threshold = 50, double forgetting = 0.9999, int minimumCount = 30)
    {
        _tolerance = StreamRange.NotNegative(tolerance);
        _threshold = StreamRange.Positive(threshold);
        _forgetting = StreamRange.Factor(forgetting);
        _minimumCount = StreamRange.Count(minimumCount, 1);
    }

    private protected override DriftState Next(double value)
    {
        StreamRange.RequireFinite(value);
        _mean += (value - _mean) / _next;
        _sum = Math.Max(0, (_forgetting * _sum) + (value - _mean - _tolerance));
        _next++;
        if (_next < _minimumCount || !(_sum > _threshold))
        {
            return DriftState.None;
        }

        Clear();
        return DriftState.Drift;
    }

    private protected override void Clear()
    {
        _next = 1;
        _mean = 0;
        _sum = 0;
    }
}
