namespace AISafety.Statistics;

/// <summary>The Cauchy combination of p-values into one: close to right in the tail whatever their dependence.</summary>
/// <remarks>With T the mean of cot(pi p), the result is the upper tail of a standard Cauchy variable at T. A p-value of 1 weighs as much as one of 0 on the other side and drowns the rest, except
/// a 0, which wins. Source: Liu and Xie, J. Am. Statist. Assoc. 115, 2020.</remarks>
public static class CauchyCombination
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
            if (p == 0)
            {
                return 0;
            }

            // From the nearer end, so that small p-values keep their digits and so do those next to 1.
            sum += p <= 0.5 ? 1 / Math.Tan(Math.PI * p) : -1 / Math.Tan(Math.PI * (1 - p));
        }

        return Math.Atan2(1, sum / pValues.Length) / Math.PI;
    }
}
