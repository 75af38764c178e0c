namespace AISafety.Statistics;

/// <summary>Benjamini and Yekutieli's step-up adjustment of many p-values: the expected share of false alarms among the alarms stays at the level, whatever the dependence.</summary>
/// <remarks>As <see cref="BenjaminiHochberg"/>, times 1 + 1/2 + ... + 1/k. Source: Ann. Statist. 29, 2001.</remarks>
public static class BenjaminiYekutieli
{
    /// <summary>Adjusts p-values: reject those adjusted to the level or less.</summary>
    /// <param name="pValues">From 0 to 1, in any order; may be empty. NaN is refused: leave out what was not tested.</param>
    /// <param name="adjusted">Receives the adjusted p-values, in the same order; may be the same memory.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a p-value is NaN or not from 0 to 1.</exception>
    public static void Adjust(ReadOnlySpan<double> pValues, Span<double> adjusted)
    {
        double harmonic = 0;
        for (int i = pValues.Length; i >= 1; i--)
        {
            harmonic += 1.0 / i;
        }

        StepwiseAdjustment.Run(pValues, adjusted, fromSmallest: false, new Factor(harmonic));
    }

    private readonly struct Factor(double harmonic) : IRankFactor
    {
        public double Of(int rank, int count) => harmonic * count / rank;
    }
}
