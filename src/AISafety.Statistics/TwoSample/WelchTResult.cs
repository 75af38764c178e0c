namespace AISafety.Statistics;

/// <summary>What Welch's t test found.</summary>
/// <param name="Statistic">t; more than 0 where the reference has the greater mean.</param>
/// <param name="PValue">Two-sided; from 0 to 1.</param>
/// <param name="DegreesOfFreedom">Welch's and Satterthwaite's; need not be whole.</param>
/// <param name="ReferenceMean">The mean of the reference.</param>
/// <param name="CurrentMean">The mean of the current sample.</param>
/// <param name="ReferenceCount">How many numbers of the reference took part.</param>
/// <param name="CurrentCount">How many numbers of the current sample took part.</param>
/// <param name="Missing">How many NaN were left out, of both samples together.</param>
public readonly record struct WelchTResult(
    double Statistic, double PValue, double DegreesOfFreedom, double ReferenceMean, double CurrentMean, long ReferenceCount, long CurrentCount, long Missing);
