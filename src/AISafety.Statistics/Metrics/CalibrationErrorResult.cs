namespace AISafety.Statistics;

/// <summary>How far probabilities are from what came true.</summary>
/// <param name="Expected">The mean gap, bins weighted by their rows; from 0 to 1, NaN if there was no row.</param>
/// <param name="Maximum">The greatest gap of a bin; from 0 to 1, NaN if there was no row.</param>
/// <param name="Count">The rows that have a score.</param>
/// <param name="Missing">The rows without a score, which took no part.</param>
public readonly record struct CalibrationErrorResult(double Expected, double Maximum, long Count, int Missing);
