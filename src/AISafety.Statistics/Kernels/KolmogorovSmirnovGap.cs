namespace AISafety.Statistics;

/// <summary>The greatest distance between two empirical distribution functions, in whole numbers.</summary>
/// <param name="Numerator">The greatest |i n - j m|, where i of m reference values and j of n current values are at or below a number.</param>
/// <param name="ReferenceCount">m, how many numbers the reference has.</param>
/// <param name="CurrentCount">n, how many numbers the current sample has.</param>
/// <param name="CurrentMissing">How many of the current sample's values are NaN.</param>
internal readonly record struct KolmogorovSmirnovGap(long Numerator, int ReferenceCount, int CurrentCount, int CurrentMissing);
