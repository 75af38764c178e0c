namespace AISafety.Statistics;

/// <summary>Merges e-values of one hypothesis, however they depend on each other: their mean is an e-value again.</summary>
/// <remarks>Among symmetric mergers no other is better under arbitrary dependence. Independent or successive e-values may be multiplied instead.
/// Source: V. Vovk and R. Wang, E-values: calibration, combination and applications, Annals of Statistics 2021.</remarks>
public static class EValueMean
{
    /// <summary>The arithmetic mean.</summary>
    /// <param name="eValues">0 to +infinity each; at least one.</param>
    /// <returns>0 to +infinity.</returns>
    /// <exception cref="ArgumentException">There is none, or one is NaN or negative.</exception>
    public static double Of(ReadOnlySpan<double> eValues)
    {
        if (eValues.IsEmpty)
        {
            throw new ArgumentException("There is no e-value; expected at least one.", nameof(eValues));
        }

        double mean = 0;
        foreach (double value in eValues)
        {
            Require(value, nameof(eValues));
            mean += value / eValues.Length;
        }

        return mean;
    }

    internal static void Require(double value, string name)
    {
        if (!(value >= 0))
        {
            throw new ArgumentException("An e-value is NaN or negative; expected 0 or more.", name);
        }
    }
}
