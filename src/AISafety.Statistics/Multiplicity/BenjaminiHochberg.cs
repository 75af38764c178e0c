namespace AISafety.Statistics;

/// <summary>Benjamini and Hochberg's step-up adjustment of many p-values: the expected share of false alarms among the alarms stays at the level.</summary>
/// <remarks>The i-th smallest of k is multiplied by k / i, and is at most the one after it. Valid for independent or positively dependent tests; else <see cref="BenjaminiYekutieli"/>. Source: J. R. Statist. Soc. B 57, 1995.</remarks>
public static class BenjaminiHochberg
{
    /// <summary>Adjusts p-values: reject those adjusted to the level or less.</summary>
    /// <param name="pValues">From 0 to 1, in any order; may be empty. NaN is refused: leave out what was not tested.</param>
    /// <param name="adjusted">Receives the adjusted p-values, in the same order; may be the same memory.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a p-value is NaN or not from 0 to 1.</exception>
    public static void Adjust(ReadOnlySpan<double> pValues, Span<double> adjusted) =>
        StepwiseAdjustment.Run(pValues, adjusted, fromSmallest: false, default(Factor));

    private readonly struct Factor : IRankFactor
    {
        public double Of(int rank, int count) => (double)count / rank;
    }
}
