namespace AISafety.Statistics;

/// <summary>What a test of one sample against a distribution found.</summary>
/// <param name="Statistic">The test's statistic.</param>
/// <param name="PValue">The probability of a statistic at least as large if the sample comes from the distribution; from 0 to 1.</param>
/// <param name="Count">How many numbers took part.</param>
/// <param name="Missing">How many NaN were left out.</param>
public readonly record struct FitResult(double Statistic, double PValue, int Count, int Missing);
