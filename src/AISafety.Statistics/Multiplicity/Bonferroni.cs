namespace AISafety.Statistics;

/// <summary>Bonferroni's adjustment of many p-values: the chance of any false alarm stays at the level, whatever their dependence.</summary>
/// <remarks>min(1, k p) for k p-values. <see cref="Holm"/> is as safe and rejects more.</remarks>
public static class Bonferroni
{
    /// <summary>Adjusts p-values: reject those adjusted to the level or less.</summary>
    /// <param name="pValues">From 0 to 1, in any order; may be empty. NaN is refused: leave out what was not tested.</param>
    /// <param name="adjusted">Receives the adjusted p-values, in the same order; may be the same memory.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a p-value is NaN or not from 0 to 1.</exception>
    public static void Adjust(ReadOnlySpan<double> pValues, Span<double> adjusted)
    {
        StepwiseAdjustment.Require(pValues, adjusted);
        int count = pValues.Length;
        for (int i = 0; i < count; i++)
        {
            adjusted[i] = Math.Min(1, pValues[i] * count);
        }
    }
}
