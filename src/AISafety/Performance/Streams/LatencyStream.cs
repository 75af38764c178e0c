using AISafety.Statistics;

namespace AISafety.Performance;

/// <summary>A quantile of latency, in milliseconds, out of a sketch that several share.</summary>
internal sealed class LatencyStream(PerformanceMetric metric, KllSketch sketch, double share, double alpha) : MetricStream(metric)
{
    public override long Count => sketch.Count;

    public override double Greatest => double.PositiveInfinity;

    public override double Value => Count == 0 ? double.NaN : sketch.Quantile(share);

    public override Interval Interval
    {
        get
        {
            if (Count == 0)
            {
                return new(0, double.PositiveInfinity);
            }

            (double lower, double upper) = QuantileConfidenceSequence.Shares(Count, share, alpha);
            lower -= sketch.RankError;
            upper += sketch.RankError;
            return new(lower <= 0 ? 0 : sketch.Quantile(lower), upper >= 1 ? double.PositiveInfinity : sketch.Quantile(upper));
        }
    }
}
