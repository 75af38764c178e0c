namespace AISafety.Statistics;

/// <summary>An estimated metric, and where the realised one lies.</summary>
/// <param name="Value">The estimate; NaN if the metric is not defined.</param>
/// <param name="Interval">Holds the metric that labels would give, with the confidence asked for, on the conditions of <see cref="PerformanceEstimator"/>; NaN to NaN if it is not defined.</param>
public readonly record struct MetricEstimate(double Value, Interval Interval);
