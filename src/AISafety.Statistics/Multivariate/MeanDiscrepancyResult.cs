namespace AISafety.Statistics;

/// <summary>What the test by maximum mean discrepancy found.</summary>
/// <param name="Statistic">The unbiased estimate of the squared discrepancy; about 0, and sometimes less, if both samples come from one distribution.</param>
/// <param name="BiasedStatistic">The biased estimate: 0 or more.</param>
/// <param name="PValue">(1 + permutations with a statistic as large) / (1 + permutations); NaN without permutations.</param>
/// <param name="Bandwidth">The kernel's sigma, in the unit of the values.</param>
/// <param name="ReferenceCount">How many rows the reference has.</param>
/// <param name="CurrentCount">How many rows the current sample has.</param>
/// <param name="Permutations">How many permutations the p-value rests on.</param>
public readonly record struct MeanDiscrepancyResult(
    double Statistic, double BiasedStatistic, double PValue, double Bandwidth, int ReferenceCount, int CurrentCount, int Permutations);
