namespace AISafety.Statistics;

/// <summary>What a histogram's bins do not hold.</summary>
/// <param name="Below">How many values are below the first edge, -infinity included.</param>
/// <param name="Above">How many values are above the last edge, +infinity included.</param>
/// <param name="Missing">How many values are NaN.</param>
public readonly record struct HistogramResult(long Below, long Above, long Missing);
