using AISafety.Statistics;

namespace AISafety.Performance;

/// <summary>A metric that is a rising function of a mean of values of 0 or more without a known greatest: the interval holds for many values only.</summary>
/// <param name="metric">The metric.</param>
/// <param name="alpha">The probability that the interval ever misses, in the limit.</param>
/// <param name="first">From how many values on there is an interval.</param>
/// <param name="map">From the mean to the metric; rising.</param>
internal sealed class UnboundedMeanStream(PerformanceMetric metric, double alpha, int first, Func<double, double>? map = null) : MetricStream(metric)
{
    private readonly AsymptoticConfidenceSequence _mean = new(alpha, 10 * first, first);

    public override long Count => _mean.Count;

    public override double Greatest => double.PositiveInfinity;

    public override double Value => Map(_mean.Mean);

    public override Interval Interval => new(Map(Math.Max(0, _mean.Interval.Lower)), Map(_mean.Interval.Upper));

    public void Add(double value) => _mean.Update(value);

    private double Map(double mean) => map is null ? mean : map(mean);
}
