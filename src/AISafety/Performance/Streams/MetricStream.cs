using AISafety.Statistics;

namespace AISafety.Performance;

/// <summary>A metric over one window of values, with its interval. Used by one thread.</summary>
internal abstract class MetricStream(PerformanceMetric metric)
{
    public PerformanceMetric Metric { get; } = metric;

    /// <summary>How many values it rests on.</summary>
    public abstract long Count { get; }

    public abstract double Value { get; }

    public abstract Interval Interval { get; }

    /// <summary>The greatest value that it can have; the least is 0.</summary>
    public virtual double Greatest => 1;

    /// <summary>Whether the labels there are can tell.</summary>
    public virtual bool IsIdentified => true;

    /// <summary>Whether no one number can have been the metric throughout the window.</summary>
    public virtual bool HasChanged => false;

    /// <summary>Begins anew, as if there had been no values.</summary>
    public virtual void Restart()
    {
    }
}
