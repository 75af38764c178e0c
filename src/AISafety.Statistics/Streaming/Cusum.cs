namespace AISafety.Statistics;

/// <summary>The two-sided tabular CUSUM: reports that a stream's mean has left a stated target, upwards or downwards.</summary>
/// <remarks>
/// <para>With z = (x - mean) / deviation: up = max(0, up + z - k), down = max(0, down - z - k); drift if either exceeds h. After a drift both
/// sums start at zero. For independent normal values k = 0.5 and h = 5 give a false alarm about every 465 values on average, and see a shift of
/// one standard deviation after about 10; h = 4 gives 168 and 8.</para>
/// <para>Values: any finite number. Sources: E. S. Page, Continuous inspection schemes, Biometrika 1954; D. C. Montgomery, Introduction to
/// Statistical Quality Control (the table of run lengths).</para>
/// </remarks>
public sealed class Cusum : DriftDetector
{
    private readonly double _mean;
    private readonly double _deviation;
    private readonly double _slack;
    private readonly double _threshold;

    /// <summary>Makes a detector.</summary>
    /// <param name="mean">The target, in the values' unit; finite.</param>
    /// <param name="deviation">The standard deviation of the values, in their unit; more than 0.</param>
    /// <param name="slack">k, half the shift to be seen, in standard deviations; 0 or more.</param>
    /// <param name="threshold">h, in standard deviations; more than 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    public Cusum(double mean, double deviation, double slack = 0.5, double threshold = 5)
    {
        _mean = StreamRange.Finite(mean);
        _deviation = StreamRange.Positive(deviation);
        _slack = StreamRange.NotNegative(slack);
        _threshold = StreamRange.Positive(threshold);
    }

    /// <summary>The sum for a risen mean, in standard deviations; 0 or more.</summary>
    public double Upper { get; private set; }

    /// <summary>The sum for a fallen mean, in standard deviations; 0 or more.</summary>
    public double Lower { get; private set; }

    private protected override DriftState Next(double value)
    {
        StreamRange.RequireFinite(value);
        double z = (value - _mean) / _deviation;
        Upper = Math.Max(0, Upper + z - _slack);
        Lower = Math.Max(0, Lower - z - _slack);
        if (!(Math.Max(Upper, Lower) > _threshold))
        {
            return DriftState.None;
        }

        Clear();
        return DriftState.Drift;
    }

    private protected override void Clear() => Upper = Lower = 0;
}
