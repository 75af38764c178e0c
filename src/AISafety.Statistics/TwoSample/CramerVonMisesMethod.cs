namespace AISafety.Statistics;

/// <summary>How <see cref="CramerVonMises"/> gets from its statistic to a p-value.</summary>
public enum CramerVonMisesMethod
{
    /// <summary>Exact where no sample has more than 20 numbers, else asymptotic.</summary>
    Automatic,

    /// <summary>From the distribution over all orders of the pooled sample, all equally likely.</summary>
    Exact,

    /// <summary>From the limiting distribution of the statistic, standardised for the sample sizes: right in the tail to its last digits.</summary>
    Asymptotic,

    /// <summary>As <see cref="Asymptotic"/>, but as 1 less the limiting distribution function's series up to its first term below 1e-7: the figure that SciPy
    /// gives, to compare with. Its error is up to some 1e-8, which is all of a p-value below that.</summary>
    AsymptoticSeries,
}
