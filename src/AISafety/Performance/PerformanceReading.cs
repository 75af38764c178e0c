using AISafety.Statistics;

namespace AISafety.Performance;

/// <summary>A metric, as it was last computed.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Value">Its value, in its unit; NaN if there is none yet.</param>
/// <param name="Interval">Between what it lies; NaN to NaN if that is not known, an end infinite if that end is not.</param>
/// <param name="Count">How many values it rests on: for recall rows of label 1, for the area comparisons, for throughput spans of time, and so on.</param>
/// <param name="Since">When its window opened.</param>
/// <param name="At">When it was computed.</param>
public sealed record PerformanceReading(PerformanceMetric Metric, double Value, Interval Interval, long Count, DateTimeOffset Since, DateTimeOffset At)
{
    /// <summary>Whether the metric can be known from the labels there are. If not, the value is NaN and the interval holds the worst-case bounds. Default: true.</summary>
    public bool IsIdentified { get; init; } = true;
}
