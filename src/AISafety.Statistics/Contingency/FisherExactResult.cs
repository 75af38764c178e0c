namespace AISafety.Statistics;

/// <summary>What Fisher's exact test found.</summary>
/// <param name="OddsRatio">a d / (b c): 0 or more, +infinity where b c alone is 0, NaN where both products are.</param>
/// <param name="PValue">Two-sided; from 0 to 1.</param>
/// <param name="Count">The sum of the table.</param>
public readonly record struct FisherExactResult(double OddsRatio, double PValue, long Count);
