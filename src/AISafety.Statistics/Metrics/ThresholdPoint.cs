namespace AISafety.Statistics;

/// <summary>What a classifier does if it predicts 1 from a threshold on.</summary>
/// <param name="Threshold">Rows that score this or more are predicted 1; +infinity where none is.</param>
/// <param name="Counts">The confusion at that threshold, with all its rates.</param>
public readonly record struct ThresholdPoint(double Threshold, ConfusionCounts Counts);
