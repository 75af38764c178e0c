namespace AISafety;

/// <summary>How a window of one feature is compared with the reference.</summary>
/// <remarks>Binned distances are over the reference's quantile bins or categories, with a bin for missing values and one for unseen categories.</remarks>
public enum DriftMetric
{
    /// <summary><see cref="KolmogorovSmirnov"/> for numbers, <see cref="ChiSquare"/> for categories.</summary>
    Automatic = 0,

    /// <summary>The largest distance of the distribution functions; missing values count as less than every number.</summary>
    KolmogorovSmirnov = 1,

    /// <summary>Pearson's chi-square test; the distance is the total variation. Bins that expect fewer than five values are taken together.</summary>
    ChiSquare = 2,

    /// <summary>The population stability index.</summary>
    PopulationStability = 3,

    /// <summary>The Jensen-Shannon distance, base 2.</summary>
    JensenShannon = 4,

    /// <summary>The Hellinger distance.</summary>
    Hellinger = 5,

    /// <summary>The Kullback-Leibler divergence of the current values from the reference, in nats.</summary>
    KullbackLeibler = 6,

    /// <summary>The total variation.</summary>
    TotalVariation = 7,

    /// <summary>The Wasserstein-1 distance of the finite values, in standard deviations of the reference. Numbers only.</summary>
    Wasserstein = 8,

    /// <summary>The difference of the means of the finite values, in standard deviations of the reference; Welch's t test. Numbers only.</summary>
    MeanShift = 9,
}
