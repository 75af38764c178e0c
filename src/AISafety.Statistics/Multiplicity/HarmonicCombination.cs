namespace AISafety.Statistics;

/// <summary>The harmonic mean of p-values, scaled so that it is a p-value whatever their dependence.</summary>
/// <remarks>min(1, a H), H the harmonic mean and a the least factor that is enough for k p-values: 1 for one, 2 for two, else (y + k)^2 / ((y + 1) k) with y the positive solution of
/// y^2 = k ((y + 1) ln(y + 1) - y); it grows like ln k. Source: Vovk and Wang, Combining p-values via averaging, Biometrika 107, 2020, Proposition 6.</remarks>
public static class HarmonicCombination
{
    /// <summary>The combined p-value; 0 if one is 0.</summary>
    /// <param name="pValues">At least one; from 0 to 1.</param>
    /// <exception cref="ArgumentException">There is none, or one is NaN or not from 0 to 1.</exception>
    public static double Of(ReadOnlySpan<double> pValues) => Math.Min(1, Factor(pValues.Length) * MeanOf(pValues));

    /// <summary>The harmonic mean itself, which is close to a p-value where it is small, but not one; 0 if one is 0.</summary>
    /// <param name="pValues">At least one; from 0 to 1.</param>
    /// <exception cref="ArgumentException">There is none, or one is NaN or not from 0 to 1.</exception>
    public static double MeanOf(ReadOnlySpan<double> pValues)
    {
        CombinationInput.Require(pValues);
        double sum = 0;
        foreach (double p in pValues)
        {
            sum += 1 / p;
        }

        return pValues.Length / sum;
    }

    internal static double Factor(int count)
    {
        if (count <= 2)
        {
            return Math.Max(1, count);
        }

        // y^2 / ((y + 1) ln(y + 1) - y) rises from 2 without bound.
        double low = 0;
        double high = 1;
        while (Ratio(high) < count)
        {
            high *= 2;
        }

        for (int i = 0; i < 100; i++)
        {
            double middle = (low + high) / 2;
            if (Ratio(middle) < count)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return (high + count) * (high + count) / ((high + 1) * count);
    }

    private static double Ratio(double y) => y < 1e-6 ? 2 : y * y / ((y + 1) * PreciseMath.LogOnePlus(y) - y);
}
