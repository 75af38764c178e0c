using AISafety.Statistics;

namespace AISafety.Performance;

/// <summary>A metric that is a rising function of a mean of values from 0 to 1: the interval holds at every number of values.</summary>
/// <param name="metric">The metric.</param>
/// <param name="alpha">The probability that the interval ever misses.</param>
/// <param name="map">From the mean to the metric; rising.</param>
internal sealed class MeanStream(PerformanceMetric metric, double alpha, Func<double, double>? map = null) : MetricStream(metric)
{
    private MeanConfidenceSequence _mean = new(alpha);

    public override long Count => _mean.Count;

    public override double Value => Map(_mean.Mean);

    public override Interval Interval => new(Map(_mean.Lower), Map(_mean.Upper));

    public override double Greatest => Map(1);

    public override bool HasChanged => _mean.IsEmpty;

    public override void Restart() => _mean = new(alpha);

    public void Add(double value) => _mean.Update(value);

    private double Map(double mean) => map is null ? mean : map(mean);
}
