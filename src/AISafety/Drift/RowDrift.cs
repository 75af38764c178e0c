namespace AISafety;

/// <summary>How the rows of a window compare with the reference as a whole, by one metric.</summary>
/// <param name="Metric">Which.</param>
/// <param name="Distance">The distance, or the area under the curve, in the metric's unit.</param>
/// <param name="PValue">The probability of as large a distance if nothing has changed.</param>
/// <param name="IsDrifted">Whether that is at most the level.</param>
public sealed record RowDrift(RowMetric Metric, double Distance, double PValue, bool IsDrifted);
