namespace AISafety.Statistics;

/// <summary>What a test of two samples found.</summary>
/// <param name="Statistic">The test's statistic.</param>
/// <param name="PValue">The probability of a statistic at least as extreme if both samples come from one distribution; from 0 to 1.</param>
/// <param name="ReferenceCount">How many numbers of the reference took part.</param>
/// <param name="CurrentCount">How many numbers of the current sample took part.</param>
/// <param name="Missing">How many NaN were left out, of both samples together.</param>
public readonly record struct TwoSampleResult(double Statistic, double PValue, long ReferenceCount, long CurrentCount, long Missing);
