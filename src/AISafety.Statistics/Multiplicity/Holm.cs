namespace AISafety.Statistics;

/// <summary>Holm's step-down adjustment of many p-values: the chance of any false alarm stays at the level, whatever their dependence.</summary>
/// <remarks>The i-th smallest of k is multiplied by k - i + 1, and is at least the one before it. Source: Holm, Scand. J. Statist. 6, 1979.</remarks>
public static class Holm
{
    /// <summary>Adjusts p-values: reject those adjusted to the level or less.</summary>
    /// <param name="pValues">From 0 to 1, in any order; may be empty. NaN is refused: leave out what was not tested.</param>
    /// <param name="adjusted">Receives the adjusted p-values, in the same order; may be the same memory.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a p-value is NaN or not from 0 to 1.</exception>
    public static void Adjust(ReadOnlySpan<double> pValues, Span<double> adjusted) =>
        StepwiseAdjustment.Run(pValues, adjusted, fromSmallest: true, default(Factor));

    private readonly struct Factor : IRankFactor
    {
        public double Of(int rank, int count) => count - rank + 1;
    }
}
