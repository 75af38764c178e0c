namespace AISafety.Statistics;

/// <summary>How large a distance of binned samples comes from chance alone: thresholds that know the sample sizes, which fixed ones such as PSI 0.2 do not.</summary>
/// <remarks>With no change, m and n values in B bins and c the upper alpha quantile of chi-square with B - 1 degrees of freedom, all of these distances are functions of the same
/// quadratic form to first order: PSI about c (1/m + 1/n), KL half and Hellinger squared an eighth of that, and the Jensen-Shannon divergence an eighth over ln 2. Good once
/// every bin expects some five values on either side, for many bins rather ten; <see cref="Simulated"/> holds for fewer, and for the total variation, which has no such form. Source: Yurdakul and Naranjo, Statistical properties of the population stability index, J. Risk Model Validation 14, 2020.</remarks>
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

    /// <summary>The threshold of any binned distance to a reference, by simulation: good in small samples too.</summary>
    /// <remarks>What the true proportions may be, given the reference's counts c, is drawn from Dirichlet's distribution with parameters c; a sample of the current size is drawn from these, and its
    /// distance to the reference taken. For bins at quantiles of a continuous reference (<see cref="BinnedSample{T}.ByQuantiles"/>) that is how the distance comes about if nothing has changed, whatever the
    /// distribution, but for the reach of an interpolated edge: of 5 % asked for, 3.5 to 5.1 % were measured with 30 to 3,000 values in 5 to 20 bins. Of bins chosen otherwise the rate is about that. The threshold is the order statistic number ceil((S + 1) (1 - alpha)) of S distances.</remarks>
    /// <param name="distance">Which distance.</param>
    /// <param name="referenceCounts">How many values of the reference are in each bin: 0 or more, not all 0; at least two bins.</param>
    /// <param name="currentCount">How many values a current sample has; at least 1.</param>
    /// <param name="alpha">The rate of false alarms: more than 0, less than 1; at least 1 / (simulations + 1).</param>
    /// <param name="simulations">S; 100 to 1,000,000. A rate of alpha is met to about sqrt(alpha / S).</param>
    /// <param name="seed">Of the draws.</param>
    /// <returns>The distance that is exceeded by chance at the rate alpha, or more rarely: alarm above it, not at it, for few values make few distances, and many are equal.</returns>
    /// <exception cref="ArgumentException">There are fewer than two bins, a count is negative, or all are zero.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static double Simulated(
        BinnedDistance distance, ReadOnlySpan<long> referenceCounts, long currentCount, double alpha, int simulations = 10_000, int seed = 0)
    {
        int rank = (int)Math.Ceiling((simulations + 1) * (1 - alpha));
        RequireSimulations(simulations);
        if (!(alpha is > 0 and < 1) || rank > simulations)
        {
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "Expected a rate of less than 1 and at least 1 / (simulations + 1).");
        }

        double[] distances = Simulate(distance, referenceCounts, currentCount, simulations, seed);
        NumberSort.Ascending<double>(distances);
        return distances[Math.Max(1, rank) - 1];
    }

    /// <summary>The distances of simulated samples, in the order in which they were drawn.</summary>
    internal static double[] Simulate(BinnedDistance distance, ReadOnlySpan<long> referenceCounts, long currentCount, int simulations, int seed)
    {
        if (referenceCounts.Length < 2)
        {
            throw new ArgumentException("There are fewer than two bins; expected at least two.", nameof(referenceCounts));
        }

        Proportions.Total(referenceCounts, nameof(referenceCounts));
        ArgumentOutOfRangeException.ThrowIfLessThan(currentCount, 1);
        RequireSimulations(simulations);
        long[] reference = referenceCounts.ToArray();
        double[] weights = Array.ConvertAll(referenceCounts.ToArray(), count => (double)count);
        double[] probabilities = new double[weights.Length];
        long[] counts = new long[weights.Length];
        double[] distances = new double[simulations];
        Random random = new(seed);
        for (int i = 0; i < simulations; i++)
        {
            DirichletMultinomial.Draw(random, weights, probabilities, currentCount, counts);
            distances[i] = Between(distance, reference, counts);
        }

        return distances;
    }

    internal static void RequireSimulations(int simulations)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(simulations, 100);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(simulations, 1_000_000);
    }

    /// <summary>A distance of two samples' counts.</summary>
    internal static double Between(BinnedDistance distance, long[] reference, long[] current) => distance switch
    {
        BinnedDistance.PopulationStability => PopulationStabilityIndex.Of<long>(reference, current),
        BinnedDistance.KullbackLeibler => KullbackLeibler.Of<long>(current, reference, PopulationStabilityIndex.DefaultFloor),
        BinnedDistance.JensenShannon => JensenShannonDistance.Of<long>(reference, current),
        BinnedDistance.Hellinger => HellingerDistance.Of<long>(reference, current),
        BinnedDistance.TotalVariation => TotalVariation.Of<long>(reference, current),
        _ => throw new ArgumentOutOfRangeException(nameof(distance), distance, "Expected one of the named distances."),
    };
}
