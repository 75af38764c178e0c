namespace AISafety;

/// <summary>One of the distances between two samples of a feature. It decides nothing: a feature is judged by one metric alone.</summary>
/// <param name="Metric">What is measured.</param>
/// <param name="Distance">The distance, in the metric's unit; NaN if there was nothing to compare.</param>
/// <param name="Tolerance">How small a distance does not matter.</param>
public sealed record DriftMeasure(DriftMetric Metric, double Distance, double Tolerance);
