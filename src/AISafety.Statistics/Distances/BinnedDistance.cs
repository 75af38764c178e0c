namespace AISafety.Statistics;

/// <summary>The distances of samples counted by bins.</summary>
public enum BinnedDistance
{
    /// <summary><see cref="PopulationStabilityIndex"/>, with its default floor.</summary>
    PopulationStability,

    /// <summary><see cref="KullbackLeibler"/> of the current sample from the reference, with the floor of <see cref="PopulationStabilityIndex.DefaultFloor"/>.</summary>
    KullbackLeibler,

    /// <summary><see cref="JensenShannonDistance"/>.</summary>
    JensenShannon,

    /// <summary><see cref="HellingerDistance"/>.</summary>
    Hellinger,

    /// <summary><see cref="AISafety.Statistics.TotalVariation"/>.</summary>
    TotalVariation,
}
