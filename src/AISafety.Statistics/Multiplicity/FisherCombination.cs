namespace AISafety.Statistics;

/// <summary>Fisher's combination of independent p-values into one.</summary>
/// <remarks>-2 times the sum of ln p is chi-square with 2k degrees of freedom. Only for independent tests; for others <see cref="CauchyCombination"/> or
/// <see cref="HarmonicCombination"/>. Source: Fisher, Statistical Methods for Research Workers, 1932.</remarks>
public static class FisherCombination
{
    /// <summary>The combined p-value; 0 if one is 0.</summary>
    /// <param name="pValues">At least one; from 0 to 1.</param>
    /// <exception cref="ArgumentException">There is none, or one is NaN or not from 0 to 1.</exception>
    public static double Of(ReadOnlySpan<double> pValues)
    {
        CombinationInput.Require(pValues);
        double sum = 0;
        foreach (double p in pValues)
        {
            sum -= 2 * Math.Log(p);
        }

        return ChiSquareTail.Of(sum, 2.0 * pValues.Length);
    }
}
