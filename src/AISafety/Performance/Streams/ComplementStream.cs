using AISafety.Statistics;

namespace AISafety.Performance;

/// <summary>1 less another metric.</summary>
internal sealed class ComplementStream(PerformanceMetric metric, MetricStream other) : MetricStream(metric)
{
    public override long Count => other.Count;

    public override double Value => 1 - other.Value;

    public override Interval Interval => new(1 - other.Interval.Upper, 1 - other.Interval.Lower);

    public override bool IsIdentified => other.IsIdentified;

    // It restarts with the other.
    public override bool HasChanged => other.HasChanged;
}
