namespace AISafety.Statistics;

/// <summary>How large a distance of binned samples comes from chance alone: thresholds that know the sample sizes, which fixed ones such as PSI 0.2 do not.</summary>
/// <remarks>With no change, m and n values in B bins and c the upper alpha quantile of chi-square with B - 1 degrees of freedom, all of these distances are functions of the same
/// quadratic form to first order: PSI about c (1/m + 1/n), KL half and Hellinger squared an eighth of that, and the Jensen-Shannon divergence an eighth over ln 2. Good once
/// every bin expects some five values on either side. Source: Yurdakul and Naranjo, Statistical properties of the population stability index, J. Risk Model Validation 14, 2020.</remarks>
public static class BinnedThreshold
{
    /// <summary>The threshold of <see cref="PopulationStabilityIndex"/>.</summary>
    /// <param name="bins">B; at least 2.</param>
    /// <param name="referenceCount">m; at least 1.</param>
    /// <param name="currentCount">n; at least 1.</param>
    /// <param name="alpha">The rate of false alarms: more than 0, less than 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static double PopulationStability(int bins, long referenceCount, long currentCount, double alpha)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(referenceCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(currentCount, 1);
        return alpha is > 0 and < 1
            ? ChiSquareTail.InverseOf(alpha, bins - 1) * (1.0 / referenceCount + 1.0 / currentCount)
            : throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "Expected a rate of more than 0 and less than 1.");
    }

    /// <summary>The threshold of <see cref="KullbackLeibler"/>, either way round; arguments as for <see cref="PopulationStability"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static double KullbackLeiblerDivergence(int bins, long referenceCount, long currentCount, double alpha) =>
        PopulationStability(bins, referenceCount, currentCount, alpha) / 2;

    /// <summary>The threshold of <see cref="JensenShannonDistance"/>, at most 1; arguments as for <see cref="PopulationStability"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static double JensenShannon(int bins, long referenceCount, long currentCount, double alpha) =>
        Math.Min(1, Math.Sqrt(PopulationStability(bins, referenceCount, currentCount, alpha) / (8 * Math.Log(2))));

    /// <summary>The threshold of <see cref="HellingerDistance"/>, at most 1; arguments as for <see cref="PopulationStability"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static double Hellinger(int bins, long referenceCount, long currentCount, double alpha) =>
        Math.Min(1, Math.Sqrt(PopulationStability(bins, referenceCount, currentCount, alpha) / 8));
}
