namespace AISafety.Statistics;

/// <summary>How a test of ranks gets from its statistic to a p-value.</summary>
public enum PValueMethod
{
    /// <summary>Exact for small samples, asymptotic for larger ones; each test says where it changes over.</summary>
    Automatic,

    /// <summary>From the distribution over all orders of the pooled sample, all equally likely.</summary>
    Exact,

    /// <summary>From the limiting distribution of large samples.</summary>
    Asymptotic,
}
