namespace AISafety.Statistics;

/// <summary>What a test of independence found.</summary>
/// <param name="Statistic">The test's statistic; 0 or more.</param>
/// <param name="PValue">From chi-square with <paramref name="DegreesOfFreedom"/>; from 0 to 1.</param>
/// <param name="DegreesOfFreedom">(rows - 1)(columns - 1), of those that are not empty; with 0 the p-value is 1.</param>
/// <param name="CramersV">sqrt(statistic / (n (min(rows, columns) - 1))), of those that are not empty: the strength, from 0 to 1; 0 with no degree of freedom.</param>
/// <param name="Count">n, the sum of the table.</param>
public readonly record struct ContingencyResult(double Statistic, double PValue, int DegreesOfFreedom, double CramersV, double Count);
