namespace AISafety.Statistics;

/// <summary>What a permutation test found.</summary>
/// <param name="Statistic">The statistic of the samples as they are.</param>
/// <param name="PValue">(1 + permutations with a statistic as large) / (1 + permutations).</param>
/// <param name="Permutations">How many permutations the p-value rests on.</param>
public readonly record struct PermutationResult(double Statistic, double PValue, int Permutations);
